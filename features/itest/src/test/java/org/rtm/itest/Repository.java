package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents and sources of the project, as they are stored. */
final class Repository {
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST_MEMBER =
            Pattern.compile("(?:void|boolean|ArchRule)\\s+(\\w+)\\s*[(=]");

    /** As the formatter writes them; helpers are private or static. */
    private static final Pattern TEST =
            Pattern.compile("^( +)void (\\w+)\\(.*?^\\1}$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Path ROOT = root();

    private Repository() {}

    /** The lines of a document. */
    static List<String> lines(String path) {
        try {
            return Files.readAllLines(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cells of a line of a table, without the bars at its ends. */
    static List<String> cells(String line) {
        List<String> cells = Stream.of(line.split("\\|", -1)).map(String::trim).toList();
        return cells.subList(1, cells.size() - 1);
    }

    /** What a cell names: that stands between backticks. */
    static List<String> named(String cell) {
        return matches(NAMED, cell);
    }

    /** The first group of each match. */
    static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** The test classes of all modules, by their simple names. */
    static Map<String, String> tests() {
        return sources("", "\\w+(Test|IT)\\.java");
    }

    /** Says whether a test class has a method or rule of this name. */
    static boolean isTest(Map<String, String> tests, String classAndMember) {
        String[] parts = classAndMember.split("#", 2);
        return parts.length == 2
                && matches(TEST_MEMBER, tests.getOrDefault(parts[0], "")).contains(parts[1]);
    }

    /** A test class without its other tests: this one, and what it may call or be given. */
    static String alone(String source, String test) {
        return TEST.matcher(source)
                .replaceAll(
                        found ->
                                found.group(2).equals(test)
                                        ? Matcher.quoteReplacement(found.group())
                                        : "");
    }

    /**
     * Source files as text, by their names without the extension.
     *
     * @param folder where they are, or anywhere below it
     * @param name a pattern of their names
     */
    static Map<String, String> sources(String folder, String name) {
        Map<String, String> sources = new TreeMap<>();
        SimpleFileVisitor<Path> visitor =
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path visited, BasicFileAttributes attributes) {
                        String visitedName = visited.getFileName().toString();
                        return !visited.equals(ROOT)
                                        && (visitedName.startsWith(".")
                                                || visitedName.equals("target"))
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        String fileName = file.getFileName().toString();
                        if (fileName.matches(name)) {
                            sources.merge(
                                    fileName.substring(0, fileName.lastIndexOf('.')),
                                    Files.readString(file),
                                    String::concat);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                };
        try {
            Files.walkFileTree(ROOT.resolve(folder), visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("LICENSE"))) {
            folder = folder.getParent();
            assertThat(folder).as("a folder above this one with the licence").isNotNull();
        }
        return folder;
    }
}

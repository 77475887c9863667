package org.rtm.conformance;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * That each function has its class, and that each code that its reference documents is shown there
 * or docs/rtmv2-mapping.md says why it cannot occur.
 */
class CompletenessTest {
    private static final String DOCUMENTED = "src/test/resources/return-codes.txt";
    private static final String MAPPING = "../../docs/rtmv2-mapping.md";

    @Test
    void each_documented_return_code_is_shown_or_cannot_occur() {
        Map<String, Set<String>> missing = new TreeMap<>();

        documented()
                .forEach(
                        (function, codes) -> {
                            codes.removeAll(codesShown(function));
                            codes.removeIf(code -> cannotOccur(function, code));
                            if (!codes.isEmpty()) {
                                missing.put(function, codes);
                            }
                        });

        assertThat(missing).isEmpty();
    }

    @Test
    void no_code_is_shown_that_the_mapping_says_cannot_occur() {
        assertThat(documented().keySet())
                .allSatisfy(
                        function ->
                                assertThat(codesShown(function))
                                        .noneMatch(code -> cannotOccur(function, code)));
    }

    private static Map<String, Set<String>> documented() {
        Map<String, Set<String>> codes = new TreeMap<>();
        lines(DOCUMENTED).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" "))
                .forEach(
                        words ->
                                codes.put(
                                        words[0],
                                        Arrays.stream(words)
                                                .skip(1)
                                                .collect(toCollection(TreeSet::new))));
        return codes;
    }

    private static Set<String> codesShown(String function) {
        try {
            return Arrays.stream(
                            Class.forName("org.rtm.conformance." + function + "Test")
                                    .getDeclaredMethods())
                    .filter(CompletenessTest::isTest)
                    .flatMap(method -> Stream.ofNullable(method.getAnnotation(ReturnCodes.class)))
                    .flatMap(codes -> Arrays.stream(codes.value()))
                    .collect(toCollection(TreeSet::new));
        } catch (ClassNotFoundException e) {
            return Set.of();
        }
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getPackageName())
                .anyMatch(it -> it.startsWith("org.junit.jupiter"));
    }

    private static boolean cannotOccur(String function, String code) {
        return hasRow(code, row -> row.contains("Cannot occur in Java because"))
                || hasRow(
                        function,
                        row ->
                                row.contains("| — |")
                                        || row.contains(
                                                "`%s` cannot occur"
                                                        .formatted(code.replace("ERROR_", ""))));
    }

    private static boolean hasRow(String name, Predicate<String> text) {
        return lines(MAPPING).stream()
                .filter(line -> line.startsWith("| `" + name + "`"))
                .anyMatch(text);
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the code in docs/using-rtm.md is the code of {@link UsingRtmTest}, which runs. */
class UsingRtmDocumentTest {
    private static final String DOCUMENT = "docs/using-rtm.md";
    private static final String EXAMPLES =
            "rtm-notify/src/test/java/org/rtm/notify/UsingRtmTest.java";
    private static final int TASKS = 15;

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");
    private static final Pattern EXAMPLE = Pattern.compile("@Test\nvoid (\\w+)\\(\\)");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (\\d+\\. .*?)(?=^## |\\z)");
    private static final Pattern TASK = Pattern.compile("(?m)^// (\\d+\\. .*)$");

    private String document;
    private String examples;

    @BeforeEach
    void read() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve(DOCUMENT))) {
            root = root.getParent();
            assertThat(root).as("a folder above this one with %s", DOCUMENT).isNotNull();
        }
        document = Files.readString(root.resolve(DOCUMENT));
        examples = withoutIndentation(Files.readString(root.resolve(EXAMPLES)));
    }

    @Test
    void every_code_block_is_code_of_the_examples() {
        List<String> blocks = matches(BLOCK, document);

        assertThat(blocks).isNotEmpty().noneMatch(String::isBlank);
        assertThat(blocks)
                .filteredOn(block -> !examples.contains(withoutIndentation(block)))
                .as("code of %s that is not in %s", DOCUMENT, EXAMPLES)
                .isEmpty();
    }

    @Test
    void every_example_is_in_the_document() {
        String blocks = String.join("\n", matches(BLOCK, document));

        assertThat(matches(EXAMPLE, examples))
                .hasSizeGreaterThanOrEqualTo(TASKS)
                .allSatisfy(name -> assertThat(blocks).contains("void " + name + "()"));
    }

    @Test
    void each_task_has_a_section_with_code_under_the_same_name() {
        List<String> sections = matches(SECTION, document);
        List<String> headings =
                sections.stream()
                        .map(section -> section.lines().findFirst().orElseThrow())
                        .toList();

        assertThat(headings).isEqualTo(matches(TASK, examples));
        assertThat(headings)
                .extracting(heading -> heading.substring(0, heading.indexOf('.')))
                .isEqualTo(IntStream.rangeClosed(1, TASKS).mapToObj(String::valueOf).toList());
        assertThat(sections)
                .allSatisfy(section -> assertThat(matches(BLOCK, section)).isNotEmpty());
    }

    private static String withoutIndentation(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
    }
}

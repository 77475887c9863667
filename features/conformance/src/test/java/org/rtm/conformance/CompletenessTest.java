package org.rtm.conformance;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That each function has its class, and each code that its reference documents is shown there. */
class CompletenessTest {
    /** What cannot occur in Java, as the rows of these codes in docs/rtmv2-mapping.md say. */
    private static final Set<String> IMPOSSIBLE =
            Set.of("ERROR_NOT_ENOUGH_MEMORY", "ERROR_INSUFFICIENT_BUFFER");

    @Test
    void each_documented_return_code_is_shown() throws IOException {
        Map<String, Set<String>> shown = new TreeMap<>();

        documented().forEach((function, codes) -> shown.put(function, codesShown(function)));

        assertThat(shown).containsExactlyEntriesOf(documented());
    }

    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> codes = new TreeMap<>();
        try (Stream<String> lines =
                new String(
                                CompletenessTest.class
                                        .getResourceAsStream("/return-codes.txt")
                                        .readAllBytes(),
                                StandardCharsets.UTF_8)
                        .lines()) {
            lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(
                            words ->
                                    codes.put(
                                            words[0],
                                            Arrays.stream(words)
                                                    .skip(1)
                                                    .filter(code -> !IMPOSSIBLE.contains(code))
                                                    .collect(toCollection(TreeSet::new))));
        }
        return codes;
    }

    private static Set<String> codesShown(String function) {
        try {
            Class<?> tests = Class.forName("org.rtm.conformance." + function + "Test");
            return Arrays.stream(tests.getDeclaredMethods())
                    .filter(CompletenessTest::isTest)
                    .flatMap(method -> Stream.ofNullable(method.getAnnotation(ReturnCodes.class)))
                    .flatMap(codes -> Arrays.stream(codes.value()))
                    .collect(toCollection(TreeSet::new));
        } catch (ClassNotFoundException e) {
            return Set.of("no class " + function + "Test");
        }
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(
                        annotation ->
                                annotation
                                        .annotationType()
                                        .getPackageName()
                                        .startsWith("org.junit.jupiter"));
    }
}

package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rtm.api.RtmStatus;

/** That docs/errors.md lists every message there is, and none that there is not. */
class ErrorsTest {
    private static final String ERRORS = "docs/errors.md";
    private static final String STATIC = "protocols/rtm-static";
    private static final String LOCAL = "protocols/rtm-local";
    private static final String RIP = "protocols/rtm-rip";
    private static final String LINUX = "protocols/rtm-linux";
    private static final String WEB_CONSOLE = "features/webconsole";
    private static final List<String> MODULES =
            List.of(
                    "rtm-api",
                    "rtm-impl",
                    "rtm-notify",
                    STATIC,
                    LOCAL,
                    RIP,
                    LINUX,
                    "features/observability/rtm-events",
                    WEB_CONSOLE);

    private static final String LITERAL = "\"((?:[^\"\\\\]|\\\\.)*+)\"";
    private static final Pattern LITERALS = Pattern.compile(LITERAL);

    /** A refusal or a log line, with its first argument. */
    private static final Pattern SAID =
            Pattern.compile(
                    "(?:(\\w+)\\s*\\.because|\\blog\\s*\\.(warn|error))\\s*\\("
                            + "((?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^\",;])*+)");

    private static final Pattern CHECKED =
            Pattern.compile("new IllegalArgumentException\\s*\\(\\s*" + LITERAL);

    private static final String STATIC_CONFIGURATION = "Configuration of static routes";
    private static final Pattern WRONG_VALUE =
            Pattern.compile("new WrongValue\\s*\\(\\s*" + LITERAL);
    private static final String OBSTACLES = "Why a static route waits";
    private static final Pattern OBSTACLE = Pattern.compile("new Obstacle\\s*\\(\\s*" + LITERAL);

    private static final String LOCAL_CONFIGURATION = "Configuration of local routes";

    /** What a configuration of RIP is checked by. */
    private static final String CHECKED_BY =
            "(ConfiguredInterface|RipInterfaces|RipTimers|InterfaceSettings|ExternalRoute"
                    + "|AuthenticationEntry|CryptographicAuthentication)\\.java";

    private static final String RIP_CONFIGURATION = "Configuration of RIP";
    private static final String RIP_REFUSALS = "What RIP refuses of its neighbours";
    private static final Pattern RIP_REFUSAL = Pattern.compile("    [A-Z_]+\\(" + LITERAL + "\\)");

    private static final String FORWARDING_CONFIGURATION = "Configuration of forwarding on Linux";
    private static final String IP_FAILURES = "Why forwarding on Linux waits";
    private static final Pattern IP_FAILURE = Pattern.compile("new IpFailure\\s*\\(\\s*" + LITERAL);

    private static final String WEB_CONSOLE_REFUSALS = "What the web console refuses";
    private static final Pattern WEB_CONSOLE_REFUSAL =
            Pattern.compile(
                    "(?:new Illegal(?:Argument|State)Exception|refuse)\\s*\\("
                            + "(?:\\s*response,\\s*SC_\\w+,)?\\s*"
                            + LITERAL);

    /** Sections that are compared otherwise than by the patterns above. */
    private static final List<String> OTHERWISE =
            List.of(
                    "Configuration",
                    STATIC_CONFIGURATION,
                    OBSTACLES,
                    LOCAL_CONFIGURATION,
                    RIP_CONFIGURATION,
                    RIP_REFUSALS,
                    FORWARDING_CONFIGURATION,
                    IP_FAILURES,
                    WEB_CONSOLE_REFUSALS);

    /** What stands for a value: in a format, in a log line, and in the document. */
    private static final Pattern VALUE = Pattern.compile("%[a-zA-Z]|\\{}|<[^>]+>");

    private static final List<Row> ROWS = rows();

    /**
     * A message without its values.
     *
     * @param group the status of a refusal, or the level of a log line
     */
    private record Message(String group, String text) {
        static Message of(String group, String text) {
            String said = VALUE.matcher(text).replaceAll("<>");
            return new Message(group, said.replace("%%", "%"));
        }

        /** What the message always says. */
        List<String> words() {
            return Stream.of(text.split("<>")).filter(part -> !part.isBlank()).toList();
        }
    }

    private record Row(String group, List<String> cells) {
        Message message() {
            return Message.of(group, Repository.named(cells.get(0)).get(0));
        }

        /** What is named of the API, in any cell. */
        List<String> calls() {
            return cells.stream()
                    .flatMap(cell -> Repository.named(cell).stream())
                    .filter(named -> named.matches("[A-Z]\\w+\\.\\w+"))
                    .toList();
        }

        List<String> tests() {
            return Repository.named(cells.get(cells.size() - 1));
        }
    }

    @Test
    void every_message_in_the_sources_is_listed_once_under_its_status_and_no_other_is() {
        List<Message> listed = messages().map(Row::message).toList();

        assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(inSources());
    }

    @Test
    void every_message_stands_in_the_tests_named_with_it() {
        Map<String, String> tests = Repository.tests();

        List<String> unproved =
                messages()
                        .flatMap(
                                row ->
                                        row.tests().stream()
                                                .filter(test -> !says(tests, test, row.message()))
                                                .map(test -> test + ": " + row.message()))
                        .toList();

        assertThat(unproved).isEmpty();
    }

    @Test
    void every_row_names_tests_that_exist() {
        Map<String, String> tests = Repository.tests();

        List<String> missing =
                ROWS.stream()
                        .flatMap(row -> row.tests().stream())
                        .filter(test -> !Repository.isTest(tests, test))
                        .toList();

        assertThat(missing).isEmpty();
        assertThat(ROWS).allMatch(row -> !row.tests().isEmpty());
    }

    @Test
    void every_call_named_exists() {
        List<String> calls = messages().flatMap(row -> row.calls().stream()).toList();

        assertThat(calls).isNotEmpty().filteredOn(call -> !exists(call)).isEmpty();
    }

    private static boolean exists(String call) {
        String[] parts = call.split("\\.");
        return Stream.of(
                        "org.rtm.api.", "org.rtm.api.notify.", "org.rtm.api.notify.ChangeNotifier$")
                .map(apiPackage -> apiPackage + parts[0])
                .flatMap(ErrorsTest::members)
                .anyMatch(parts[1]::equals);
    }

    private static Stream<String> members(String type) {
        try {
            Class<?> found = Class.forName(type);
            return Stream.<Member>concat(
                            Stream.of(found.getMethods()), Stream.of(found.getFields()))
                    .map(Member::getName);
        } catch (ClassNotFoundException inAnotherPackage) {
            return Stream.empty();
        }
    }

    @Test
    void every_status_has_a_section_with_its_number() {
        List<String> sections =
                Repository.lines(ERRORS).stream()
                        .filter(line -> line.matches("## [A-Z_]+ \\(\\d+\\)"))
                        .toList();

        assertThat(sections)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(RtmStatus.values())
                                .map(status -> "## %s (%d)".formatted(status, status.number()))
                                .toList());
    }

    @Test
    void every_property_of_an_instance_is_listed_with_what_is_allowed() throws Exception {
        Class<?> settings = Class.forName("org.rtm.impl.InstanceSettings");
        Object defaults = settings.getMethod("defaults", int.class).invoke(null, 0);
        Map<?, ?> properties = (Map<?, ?>) settings.getMethod("properties").invoke(defaults);
        List<String> expected = new ArrayList<>();
        for (Object property : properties.keySet()) {
            expected.add(refusal(settings, Map.of("instance", 0), property));
        }

        List<String> listed =
                ROWS.stream()
                        .filter(row -> row.group().equals("Configuration"))
                        .map(row -> row.cells().subList(0, 2))
                        .map(
                                cells ->
                                        "%s is 'x'; allowed is %s"
                                                .formatted(
                                                        Repository.named(cells.get(0)).get(0),
                                                        Repository.named(cells.get(1)).get(0)))
                        .toList();

        assertThat(listed).containsExactlyElementsOf(expected);
    }

    @Test
    void every_refusal_of_a_static_route_is_listed_and_stands_in_its_tests() {
        assertListed(STATIC_CONFIGURATION, STATIC, "\\w+\\.java", WRONG_VALUE);
    }

    @Test
    void every_reason_why_a_static_route_waits_is_listed_and_stands_in_its_tests() {
        assertListed(OBSTACLES, STATIC, "\\w+\\.java", OBSTACLE);
    }

    @Test
    void every_refusal_of_a_configuration_of_local_routes_is_listed_and_stands_in_its_tests() {
        assertListed(LOCAL_CONFIGURATION, LOCAL, "\\w+\\.java", CHECKED);
    }

    @Test
    void every_refusal_of_a_configuration_of_rip_is_listed_and_stands_in_its_tests() {
        assertListed(RIP_CONFIGURATION, RIP, CHECKED_BY, CHECKED);
    }

    @Test
    void every_refusal_of_a_configuration_of_forwarding_is_listed_and_stands_in_its_tests() {
        assertListed(
                FORWARDING_CONFIGURATION, LINUX, "(FibSettings|LinuxForwarding)\\.java", CHECKED);
    }

    @Test
    void every_reason_why_forwarding_waits_is_listed_and_stands_in_its_tests() {
        assertListed(IP_FAILURES, LINUX, "\\w+\\.java", IP_FAILURE);
    }

    @Test
    void every_refusal_of_the_web_console_is_listed_and_stands_in_its_tests() {
        assertListed(WEB_CONSOLE_REFUSALS, WEB_CONSOLE, "\\w+\\.java", WEB_CONSOLE_REFUSAL);
    }

    /** That a section lists what the sources of a module say in some place, and names its tests. */
    private static void assertListed(String section, String module, String files, Pattern place) {
        Map<String, String> tests = Repository.tests();
        List<Message> said =
                Repository.sources(module + "/src/main/java", files).values().stream()
                        .flatMap(source -> Repository.matches(place, joined(source)).stream())
                        .map(text -> Message.of(section, text))
                        .distinct()
                        .toList();

        assertThat(rowsOf(section))
                .allSatisfy(
                        row ->
                                assertThat(row.tests())
                                        .allMatch(test -> says(tests, test, row.message())))
                .extracting(Row::message)
                .containsExactlyInAnyOrderElementsOf(said);
    }

    @Test
    void every_reason_why_rip_refuses_something_is_listed() {
        String reasons =
                Repository.sources(RIP + "/src/main/java", "Refusal\\.java").get("Refusal");

        assertThat(rowsOf(RIP_REFUSALS))
                .extracting(row -> row.message().text())
                .containsExactlyElementsOf(Repository.matches(RIP_REFUSAL, reasons));
    }

    private static List<Row> rowsOf(String section) {
        return ROWS.stream().filter(row -> row.group().equals(section)).toList();
    }

    /** What is said of a value that no property can have. */
    private static String refusal(Class<?> settings, Map<?, ?> others, Object property)
            throws ReflectiveOperationException {
        Map<Object, Object> properties = new HashMap<>(others);
        properties.put(property, "x");
        try {
            settings.getMethod("read", Map.class).invoke(null, properties);
        } catch (InvocationTargetException refused) {
            return refused.getCause().getMessage();
        }
        throw new AssertionError(property + " takes anything");
    }

    /**
     * Whether all words of a message stand in a test, or in what its class has beside its tests.
     */
    private static boolean says(Map<String, String> tests, String test, Message message) {
        String[] parts = test.split("#");
        String source = Repository.alone(tests.getOrDefault(parts[0], ""), parts[1]);
        List<String> literals = Repository.matches(LITERALS, joined(source));
        return message.words().stream()
                .allMatch(words -> literals.stream().anyMatch(it -> it.contains(words)));
    }

    /** Source text with one literal where several are added. */
    private static String joined(String source) {
        return source.replaceAll("\"\\s*\\+\\s*\"", "");
    }

    /** What the sources say, each message once. */
    private static List<Message> inSources() {
        List<Message> messages = new ArrayList<>();
        for (String module : MODULES) {
            for (String source :
                    Repository.sources(module + "/src/main/java", "\\w+\\.java").values()) {
                for (MatchResult said : SAID.matcher(joined(source)).results().toList()) {
                    String group =
                            said.group(1) == null
                                    ? said.group(2).toUpperCase(Locale.ROOT)
                                    : said.group(1);
                    List<String> texts = Repository.matches(LITERALS, said.group(3));
                    assertThat(texts).as("the literals of %s", said.group()).isNotEmpty();
                    texts.forEach(text -> messages.add(Message.of(group, text)));
                }
            }
        }
        assertThat(messages).isNotEmpty();
        return messages.stream().distinct().toList();
    }

    private static Stream<Row> messages() {
        return ROWS.stream().filter(row -> !OTHERWISE.contains(row.group()));
    }

    /** The rows of all tables that name something; of log lines the level is in the first cell. */
    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        String section = "";
        for (String line : Repository.lines(ERRORS)) {
            if (line.startsWith("## ")) {
                section = line.substring(3).replaceAll(" \\(\\d+\\)", "");
            } else if (line.startsWith("| `")) {
                rows.add(new Row(section, Repository.cells(line)));
            } else if (line.startsWith("| WARN ") || line.startsWith("| ERROR ")) {
                List<String> cells = Repository.cells(line);
                rows.add(new Row(cells.get(0), cells.subList(1, cells.size())));
            }
        }
        assertThat(rows).as(ERRORS).isNotEmpty();
        return rows;
    }
}

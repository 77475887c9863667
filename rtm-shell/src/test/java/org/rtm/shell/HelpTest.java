package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.shell.answer.CommandHelp;
import org.rtm.shell.answer.HelpPage;

class HelpTest {
    private static final String COMPLETIONS = "/completions.gosh";

    private final TestRouter router = new TestRouter();

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void a_command_is_explained_by_its_description_usage_options_and_argument() throws Exception {
        assertThat(router.run("rtm:help rtm:import"))
                .isEqualTo(
                        """
                        rtm:import: add the routes of a file, text or MRT, as it is or compressed by
                        gzip or bzip2

                        Usage: rtm:import [-i INSTANCE] [-v VIEW] [-4] [-6] [--json] FILE

                          -i, --instance INSTANCE  to this instance (default: 0)
                          -v, --view VIEW          in this view, by name or number (default: unicast)
                          -4, --ipv4               IPv4 only
                          -6, --ipv6               IPv6 only
                          --json                   as JSON
                          FILE                     the file: MRT as published, or lines of PREFIX [via
                                                   ADDRESS] [dev INDEX] [metric N] and # comments""");
    }

    @Test
    void a_command_that_takes_only_options_has_no_other_argument() throws Exception {
        assertThat(router.run("rtm:help instances"))
                .endsWith(
                        """
                        Usage: rtm:instances [-i INSTANCE] [--json]

                          -i, --instance INSTANCE  this instance (default: all)
                          --json                   as JSON""");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_is_explained_by_its_name_with_and_without_scope(String name)
            throws Exception {
        String bare = name.substring(name.indexOf(':') + 1);

        CommandHelp help = (CommandHelp) router.session.execute("rtm:help " + name);

        assertThat(help).isEqualTo(router.session.execute("rtm:help " + bare));
        assertThat(help.name()).isEqualTo(name);
        assertThat(help.description()).isNotBlank();
        assertThat(router.run("rtm:help " + name)).contains("\nUsage: " + name);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_usage_of_every_command_has_what_is_explained_below_it(String name) throws Exception {
        CommandHelp help = (CommandHelp) router.session.execute("rtm:help " + name);

        assertThat(help.usage()).isNotBlank();
        assertThat(help.arguments())
                .isNotEmpty()
                .allSatisfy(
                        argument -> {
                            assertThat(argument.description()).isNotBlank().isNotEqualTo("none");
                            assertThat(namesOf(argument)).anyMatch(help.usage()::contains);
                        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_option_of_every_command_is_completed_at_the_prompt(String name) throws Exception {
        CommandHelp help = (CommandHelp) router.session.execute("rtm:help " + name);
        List<String> completions =
                completions().filter(line -> line.startsWith("complete -c " + name + " ")).toList();

        assertThat(completions).anyMatch(line -> line.contains(" -d "));
        assertThat(help.arguments())
                .filteredOn(argument -> argument.name().startsWith("-"))
                .flatExtracting(HelpTest::namesOf)
                .filteredOn(option -> option.startsWith("--"))
                .allSatisfy(
                        option ->
                                assertThat(completions)
                                        .anyMatch(
                                                line ->
                                                        (line + " ")
                                                                .contains(
                                                                        " -l "
                                                                                + option.substring(
                                                                                        2)
                                                                                + " ")));
    }

    @Test
    void the_page_has_every_command_once_and_fits_a_terminal() throws Exception {
        String page = router.run("rtm:help");

        HelpPage help = (HelpPage) router.session.execute("rtm:help");
        assertThat(help.subjects())
                .flatExtracting(HelpPage.Subject::commands)
                .extracting(CommandHelp::name)
                .containsExactlyInAnyOrderElementsOf(commands().toList());
        assertThat(page)
                .contains("  rtm:import         add the routes of a file,")
                .doesNotContain("felix:help");
        assertThat(page.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void what_the_page_says_to_type_first_runs() throws Exception {
        HelpPage help = (HelpPage) router.session.execute("rtm:help");

        for (String line : help.firstLines()) {
            assertThat(router.run(line)).as(line).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    improt     | did you mean rtm:import?
                    rtm:improt | did you mean rtm:import?
                    rmt:lookup | did you mean rtm:lookup?
                    nexthop    | did you mean rtm:nexthops?
                    rout       | did you mean rtm:route, rtm:routes?
                    upperr     | did you mean test:upper?
                    bgp        | rtm:help lists those that there are
                    """)
    void an_unknown_name_is_refused_with_the_nearest_ones(String name, String hint) {
        assertThatThrownBy(() -> router.run("rtm:help " + name))
                .hasMessage("rtm:help: there is no command '%s'; %s", name, hint);
    }

    @Test
    void more_than_one_name_is_refused() {
        assertThatThrownBy(() -> router.run("rtm:help import export"))
                .hasMessage(
                        "rtm:help: it takes one COMMAND or none, not 'import' 'export'; usage: rtm:help [--json] [COMMAND]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upper", "test:upper"})
    void the_shells_own_help_explains_the_commands_of_others(String name) throws Exception {
        Function felixHelp = (session, arguments) -> "explained: " + arguments + "\n";
        router.session.put("felix:help", felixHelp);

        assertThat(router.run("rtm:help " + name)).isEqualTo("explained: [" + name + "]");
        assertThat(router.run("rtm:help"))
                .endsWith("felix:help lists the commands of other bundles too.");
    }

    @Test
    void a_shell_without_a_help_of_its_own_leaves_the_commands_of_others_unexplained() {
        assertThatThrownBy(() -> router.run("rtm:help test:upper"))
                .hasMessage(
                        "rtm:help: 'test:upper' is another bundle's command, and this shell has no felix:help that explains it");
    }

    /** Each command of the bundle, as Gogo is told. */
    static Stream<String> commands() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.rtm.shell")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(GogoCommand.class))
                        .map(HelpTest::annotation)
                        .flatMap(
                                commands ->
                                        Arrays.stream(commands.function())
                                                .map(
                                                        function ->
                                                                commands.scope() + ":" + function));
    }

    private static GogoCommand annotation(JavaClass type) {
        return type.getAnnotationOfType(GogoCommand.class);
    }

    /** Of {@code -i, --instance INSTANCE}: -i and --instance. */
    private static List<String> namesOf(CommandHelp.Argument argument) {
        return Arrays.stream(argument.name().split(",? "))
                .filter(name -> name.startsWith("-") || !argument.name().startsWith("-"))
                .toList();
    }

    private static Stream<String> completions() throws IOException {
        try (InputStream script = HelpTest.class.getResourceAsStream(COMPLETIONS)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }
}

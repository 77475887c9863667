package org.rtm.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    private static final Path DEFAULT_HOME = Path.of("/top/.rtm");

    @Test
    void without_arguments_a_router_converses_on_the_default_home() throws Exception {
        Options options = parse();

        assertThat(options.action()).isEqualTo(Options.Action.CONVERSE);
        assertThat(options.home()).isEqualTo(DEFAULT_HOME);
        assertThat(options.commands()).isEmpty();
    }

    @Test
    void a_framework_is_asked_for_by_name() throws Exception {
        assertThat(parse().framework()).isEmpty();
        assertThat(parse("--framework", "equinox", "--daemon").framework()).contains("equinox");
    }

    @Test
    void commands_are_taken_as_they_are() throws Exception {
        Options options = parse("--home", "/h", "-c", "rtm:summary; rtm:lookup 8.8.8.8");

        assertThat(options.action()).isEqualTo(Options.Action.COMMANDS);
        assertThat(options.home()).isEqualTo(Path.of("/h"));
        assertThat(options.commands()).contains("rtm:summary; rtm:lookup 8.8.8.8");
    }

    @Test
    void a_script_is_read_before_anything_starts(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "lb\n");

        Options options = parse("-f", script.toString());

        assertThat(options.action()).isEqualTo(Options.Action.COMMANDS);
        assertThat(options.commands()).contains("lb\n");
    }

    @Test
    void a_script_that_is_missing_or_no_text_is_refused(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(() -> parse("-f", missing.toString()))
                .isInstanceOf(Refusal.class)
                .hasMessage("cannot run '%s': there is no such file or folder", missing);
        assertThatThrownBy(() -> parse("-f", binary.toString()))
                .isInstanceOf(Refusal.class)
                .hasMessage("cannot run '%s': it is not a text in UTF-8", binary);
        assertThatThrownBy(() -> parse("-f", folder.toString()))
                .isInstanceOf(Refusal.class)
                .hasMessage("cannot run '%s': Is a directory", folder);
    }

    @Test
    void attach_is_for_a_prompt_or_for_commands() throws Exception {
        assertThat(parse("attach").action()).isEqualTo(Options.Action.ATTACH);
        assertThat(parse("attach", "-c", "lb").commands()).contains("lb");
        assertThat(parse("attach", "-c", "lb").action()).isEqualTo(Options.Action.ATTACH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -x              | unknown option '-x'
                    start           | unknown argument 'start'
                    -c              | -c needs commands
                    -f              | -f needs a file
                    --home          | --home needs a folder
                    --framework     | --framework needs a name
                    --daemon -c lb  | --daemon and -c exclude each other
                    -c lb -c lb     | -c and -c exclude each other
                    attach --daemon | attach does not take --daemon, but -c COMMANDS
                    attach --framework felix | attach does not take --framework: the router runs already
                    """)
    void a_command_line_that_makes_no_sense_is_refused(String arguments, String message) {
        assertThatThrownBy(() -> parse(arguments.split(" ")))
                .isInstanceOf(Options.WrongUse.class)
                .hasMessage(message);
    }

    private static Options parse(String... arguments) throws Options.WrongUse, Refusal {
        return Options.parse(arguments, DEFAULT_HOME);
    }
}

package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** The commands of rtm-shell in a session of a framework's own Gogo. */
class CommandTest {
    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 5000)
    CommandProcessor processor;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private CommandSession session;

    @BeforeEach
    void openSession() throws Exception {
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), out, out);
        Waiting.until("the commands are there", this::hasCommands);
    }

    @AfterEach
    void closeSession() throws Exception {
        Bundles.named(context, "rtm-impl").start();
        Bundles.named(context, "rtm-shell").start();
        session.close();
    }

    @Test
    void a_route_that_was_added_is_found_and_shown() throws Exception {
        session.execute("rtm:add 10.0.0.0/8 via 192.0.2.1 dev 3 metric 5");

        assertThat(answer("rtm:lookup 10.1.2.3"))
                .contains("N>* 10.0.0.0/8 [10/5] via 192.0.2.1, if 3");
        assertThat(answer("rtm:route 10.0.0.0/8")).contains("the best: the only route");
        session.execute("rtm:routes -4");
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("N>* 10.0.0.0/8 [10/5] via 192.0.2.1, if 3");
        assertThat(answer("rtm:delete 10.0.0.0/8")).contains("deleted 1 route");
    }

    @Test
    void scripts_use_what_commands_return() throws Exception {
        session.execute("rtm:add 10.0.0.0/8");
        session.execute("rtm:add 10.1.0.0/16");

        session.execute("found = rtm:lookup 10.1.2.3");
        Object count = session.execute("($found routes) size");

        assertThat(count).isEqualTo(2);
        session.execute("rtm:delete 10.0.0.0/8; rtm:delete 10.1.0.0/16");
    }

    @Test
    void a_wrong_argument_is_refused_in_one_line_and_changes_nothing() throws Exception {
        assertThatThrownBy(() -> session.execute("rtm:add 10.0.0.1/8"))
                .hasMessage(
                        "rtm:add: 10.0.0.1/8 has bits set past its length of 8; without them it is 10.0.0.0/8");

        assertThat(answer("rtm:summary")).contains("Total: 0 destinations, 0 routes in 2 tables");
    }

    @Test
    void every_framework_shows_the_same_help() throws Exception {
        assertThat(answer("rtm:help import"))
                .isEqualTo(answer("rtm:help rtm:import"))
                .contains("\nUsage: rtm:import [-i INSTANCE]", "\n  FILE ");
        assertThat(answer("rtm:help")).contains("\n  rtm:import ", "\n  rtm:lookup ");
    }

    @Test
    void commands_go_and_come_with_their_bundle() throws Exception {
        Bundle shell = Bundles.named(context, "rtm-shell");

        shell.stop();

        assertThatThrownBy(() -> session.execute("rtm:summary")).hasMessageContaining("not found");
        shell.start();
        Waiting.until("the commands are back", this::hasCommands);
    }

    @Test
    void commands_work_again_after_the_table_was_stopped_and_started() throws Exception {
        session.execute("rtm:add 10.0.0.0/8");
        Bundle table = Bundles.named(context, "rtm-impl");

        table.stop();
        table.start();
        Waiting.until("the commands are back", this::hasCommands);

        assertThat(answer("rtm:summary")).contains("Total: 0 destinations, 0 routes in 2 tables");
        session.execute("rtm:add 11.0.0.0/8");
        assertThat(answer("rtm:lookup 11.1.1.1")).contains("11.0.0.0/8");
        session.execute("rtm:delete 11.0.0.0/8");
    }

    private boolean hasCommands() {
        try {
            session.execute("rtm:summary");
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    private String answer(String command) throws Exception {
        return String.valueOf(session.format(session.execute(command), Converter.INSPECT));
    }
}

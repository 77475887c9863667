package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Static routes by configuration and by command, with a framework's own Config Admin and Gogo. */
class StaticRoutesTest {
    private static final String PID = "org.rtm.protocol.static";

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 5000)
    CommandProcessor processor;

    @InjectService(timeout = 5000)
    ConfigurationAdmin configurations;

    private CommandSession session;

    @BeforeEach
    void openSession() throws Exception {
        PrintStream out =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), out, out);
        Waiting.until("the command is there", this::hasCommand);
    }

    @AfterEach
    void removeConfigurations() throws Exception {
        Bundles.named(context, "rtm-impl").start();
        Bundles.named(context, "rtm-static").start();
        Configuration[] left =
                configurations.listConfigurations("(service.factoryPid=" + PID + ")");
        if (left != null) {
            for (Configuration configuration : left) {
                configuration.delete();
            }
        }
        Waiting.until("the command is there", this::hasCommand);
        Waiting.until(
                "nothing is left", () -> answer("rtm:static").startsWith("there are no static"));
        session.close();
    }

    private boolean hasCommand() {
        try {
            session.execute("rtm:static");
            return session.execute("rtm:summary") != null;
        } catch (Exception e) {
            return false;
        }
    }

    private String answer(String command) throws Exception {
        return String.valueOf(session.format(session.execute(command), Converter.INSPECT));
    }

    private Configuration configure(String name, Map<String, Object> properties) throws Exception {
        Configuration configuration = configurations.getFactoryConfiguration(PID, name, "?");
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        configuration.update(dictionary);
        return configuration;
    }

    private boolean isFound(String address, String route) throws Exception {
        return answer("rtm:lookup " + address).contains(route);
    }

    @Test
    void a_route_comes_changes_and_goes_with_its_configuration() throws Exception {
        Configuration configuration =
                configure("lab", Map.of("prefix", "10.0.0.0/8", "next.hops", "192.0.2.1%3"));
        Waiting.until(
                "it is there",
                () -> isFound("10.1.2.3", "S>* 10.0.0.0/8 [3/0] via 192.0.2.1, if 3"));

        configuration.update(
                new Hashtable<>(
                        Map.of(
                                "prefix",
                                "10.0.0.0/8",
                                "next.hops",
                                new String[] {"192.0.2.1%3", "192.0.2.2%4"},
                                "metric",
                                5)));
        Waiting.until("it has changed", () -> isFound("10.1.2.3", "10.0.0.0/8 [3/5]"));

        configuration.delete();
        Waiting.until("it is gone", () -> isFound("10.1.2.3", "nothing covers 10.1.2.3/32"));
    }

    @Test
    void a_wrong_entry_is_shown_with_its_reason_and_the_others_stand() throws Exception {
        configure("good", Map.of("prefix", "10.0.0.0/8", "blackhole", "true"));
        configure("bad", Map.of("prefix", "10.0.0.1/8", "blackhole", "true"));

        assertThat(answer("rtm:static"))
                .isEqualTo(
                        """
                        Name  Instance  Prefix      To         Metric  State
                        bad   -         10.0.0.1/8  -          -       refused
                        good  0         10.0.0.0/8  blackhole  0       active
                        bad: prefix: 10.0.0.1/8 has bits set past its length of 8; without them it is 10.0.0.0/8""");
        assertThat(isFound("10.1.2.3", "S>* 10.0.0.0/8 [3/0] blackhole")).isTrue();
    }

    @Test
    void the_command_makes_configurations_and_deletes_them() throws Exception {
        assertThat(answer("rtm:static add 10.0.0.0/8 via 192.0.2.1 dev 3 via 192.0.2.2 metric 5"))
                .isEqualTo(
                        "added 10.0.0.0_8: 10.0.0.0/8 via 192.0.2.1 dev 3, via 192.0.2.2, active");
        assertThat(answer("rtm:static add 10.0.0.0/8 via 192.0.2.9 preference 200 name spare"))
                .isEqualTo("added spare: 10.0.0.0/8 via 192.0.2.9, active");
        assertThat(answer("rtm:static add -v multicast 2001:db8::/32 dev 3"))
                .isEqualTo("added 2001:db8::_32: 2001:db8::/32 dev 3, active");
        assertThat(answer("rtm:route 10.0.0.0/8")).contains("2 routes");
        assertThat(configurations.listConfigurations("(service.factoryPid=" + PID + ")"))
                .extracting(Configuration::getPid)
                .containsExactlyInAnyOrder(
                        PID + "~10.0.0.0_8", PID + "~spare", PID + "~2001:db8::_32");

        assertThat(answer("rtm:static add 10.0.0.0/8 via 192.0.2.5"))
                .isEqualTo("changed 10.0.0.0_8: 10.0.0.0/8 via 192.0.2.5, active");
        assertThatThrownBy(() -> session.execute("rtm:static remove 10.0.0.0/8"))
                .hasMessage(
                        "rtm:static: 2 static routes have the prefix 10.0.0.0/8; name one of: 10.0.0.0_8, spare");
        assertThat(answer("rtm:static remove 10.0.0.0_8"))
                .isEqualTo("removed 10.0.0.0_8: 10.0.0.0/8 via 192.0.2.5");
        assertThat(answer("rtm:static remove 10.0.0.0/8"))
                .isEqualTo("removed spare: 10.0.0.0/8 via 192.0.2.9");
        assertThat(answer("rtm:static remove 2001:db8::/32")).startsWith("removed 2001:db8::_32");
        assertThat(configurations.listConfigurations("(service.factoryPid=" + PID + ")")).isNull();
        assertThat(isFound("10.1.2.3", "nothing covers")).isTrue();
    }

    @Test
    void what_the_command_refuses_makes_no_configuration() throws Exception {
        assertThatThrownBy(() -> session.execute("rtm:static add 10.0.0.1/8 via 192.0.2.1"))
                .hasMessage(
                        "rtm:static: prefix: 10.0.0.1/8 has bits set past its length of 8; without them it is 10.0.0.0/8");
        assertThatThrownBy(() -> session.execute("rtm:static add 10.0.0.0/8"))
                .hasMessage(
                        "rtm:static: next.hops is not set; a route has next hops, an interface, or blackhole 'true'");
        assertThatThrownBy(() -> session.execute("rtm:static add 10.0.0.0/8 via"))
                .hasMessage("rtm:static: via lacks its value");
        assertThatThrownBy(() -> session.execute("rtm:static add 10.0.0.0/8 metric 1 metric 2"))
                .hasMessage("rtm:static: metric is there twice");
        assertThatThrownBy(() -> session.execute("rtm:static add 10.0.0.0/8 by 192.0.2.1"))
                .hasMessageStartingWith("rtm:static: 'by' is none of via, dev, blackhole");
        assertThatThrownBy(() -> session.execute("rtm:static remove 10.0.0.0/8"))
                .hasMessage("rtm:static: there is no static route '10.0.0.0/8'; there are: none");
        assertThatThrownBy(() -> session.execute("rtm:static list"))
                .hasMessageStartingWith(
                        "rtm:static: it takes add, remove or nothing, not 'list'; usage: rtm:static ");

        assertThat(configurations.listConfigurations("(service.factoryPid=" + PID + ")")).isNull();
    }

    @Test
    void the_routers_help_explains_the_command() throws Exception {
        assertThat(answer("rtm:help static"))
                .isEqualTo(answer("rtm:help rtm:static"))
                .startsWith("rtm:static: show the static routes, add one, or remove one")
                .contains("Usage: rtm:static [-i INSTANCE] [-v VIEWS] [add PREFIX");
        assertThat(answer("rtm:help")).contains("Protocols:", "  rtm:static ");
    }

    @Test
    void what_comes_from_a_file_is_changed_there() throws Exception {
        configure(
                "lab",
                Map.of(
                        "prefix", "10.0.0.0/8",
                        "blackhole", "true",
                        "felix.fileinstall.filename", "file:/deploy/lab.cfg"));

        assertThatThrownBy(() -> session.execute("rtm:static remove lab"))
                .hasMessage(
                        "rtm:static: 'lab' comes from the file file:/deploy/lab.cfg; change or remove that");
        assertThatThrownBy(() -> session.execute("rtm:static add 11.0.0.0/8 blackhole name lab"))
                .hasMessageStartingWith("rtm:static: 'lab' comes from the file");
    }

    @Test
    void static_routes_are_back_after_the_table_or_their_bundle_was_stopped_and_started()
            throws Exception {
        session.execute("rtm:static add 10.0.0.0/8 via 192.0.2.1 dev 3");
        String route = "S>* 10.0.0.0/8 [3/0] via 192.0.2.1, if 3";
        Bundle table = Bundles.named(context, "rtm-impl");
        Bundle protocol = Bundles.named(context, "rtm-static");

        table.stop();
        assertThat(answer("rtm:static"))
                .contains("waiting", "no routing table manager runs; its bundle is rtm-impl");
        table.start();
        Waiting.until("the commands are back", this::hasCommand);
        assertThat(isFound("10.1.2.3", route)).isTrue();

        protocol.stop();
        assertThat(answer("rtm:lookup 10.1.2.3")).contains(route, ", stale");
        protocol.start();
        Waiting.until("the route is refreshed", () -> !isFound("10.1.2.3", "stale"));
        assertThat(isFound("10.1.2.3", route)).isTrue();
    }

    @Test
    void what_is_configured_no_more_when_the_bundle_is_back_goes() throws Exception {
        session.execute("rtm:static add 10.0.0.0/8 via 192.0.2.1");
        session.execute("rtm:static add 11.0.0.0/8 via 192.0.2.1 name goes");
        Bundle protocol = Bundles.named(context, "rtm-static");
        Waiting.until("it is there", () -> isFound("11.1.2.3", "11.0.0.0/8"));

        protocol.stop();
        configurations.getFactoryConfiguration(PID, "goes", "?").delete();
        protocol.start();

        Waiting.until("it is gone", () -> isFound("11.1.2.3", "nothing covers"));
        assertThat(isFound("10.1.2.3", "10.0.0.0/8")).isTrue();
    }
}

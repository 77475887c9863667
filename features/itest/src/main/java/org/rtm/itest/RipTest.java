package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
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
import org.rtm.api.AddRouteOptions;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;

/** The bundle of RIP, which this test brings along. */
class RipTest {
    private static final String PID = "org.rtm.protocol.rip";
    private static final String INTERFACE_PID = "org.rtm.protocol.rip.interface";
    private static final EntityInfo RIP =
            EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1).named("rip");
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 5000)
    CommandProcessor processor;

    @InjectService(timeout = 5000)
    RoutingTableManager rtm;

    @InjectService(timeout = 5000)
    ConfigurationAdmin configurations;

    private final List<Configuration> configured = new ArrayList<>();
    private CommandSession session;
    private Bundle protocol;

    @BeforeEach
    void install() throws Exception {
        PrintStream out =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), out, out);
        try (InputStream jar = jar()) {
            protocol = context.installBundle("test:rtm-rip", jar);
        }
    }

    private static InputStream jar() {
        return RipTest.class.getResourceAsStream("/rtm-rip.jar");
    }

    @AfterEach
    void uninstall() throws Exception {
        protocol.uninstall();
        // What it has left would wait for it.
        rtm.register(RIP).withdraw();
        for (Configuration each : configured) {
            each.delete();
        }
        session.close();
    }

    private void start() throws Exception {
        protocol.start();
        Waiting.until("the command is there", this::hasCommand);
    }

    private boolean hasCommand() {
        try {
            return session.execute("rtm:rip") != null;
        } catch (Exception e) {
            return false;
        }
    }

    private String answer(String command) throws Exception {
        return String.valueOf(session.format(session.execute(command), Converter.INSPECT));
    }

    private void configure(String name, Map<String, Object> properties) throws Exception {
        Configuration configuration =
                configurations.getFactoryConfiguration(INTERFACE_PID, name, "?");
        configured.add(configuration);
        configuration.update(new Hashtable<>(properties));
    }

    @Test
    void interfaces_come_and_go_by_configuration_and_a_wrong_one_is_shown_with_its_reason()
            throws Exception {
        start();
        assertThat(answer("rtm:rip")).isEqualTo("RIP runs on no interface: none is configured");

        configure("absent", Map.of("interface.name", "no-such0"));
        configure("wrong", Map.of("interface.name", "eth7", "cost", "16"));

        Waiting.until(
                "both are shown",
                () ->
                        answer("rtm:rip")
                                .equals(
                                        """
                                        RIP does not run on no-such0: there is none
                                        Configuration org.rtm.protocol.rip.interface~wrong is refused: 16 is not a cost; allowed are 1 to 15"""));
        configured.get(0).delete();
        configured.get(1).delete();
        configured.clear();
        Waiting.until("nothing is left", () -> answer("rtm:rip").startsWith("RIP runs on no"));
    }

    @Test
    void the_routers_help_explains_the_command() throws Exception {
        start();

        assertThat(answer("rtm:help rip"))
                .startsWith("rtm:rip: show the interfaces, neighbours, timers")
                .contains("Usage: rtm:rip");
        assertThat(answer("rtm:help")).contains("Protocols:", "  rtm:rip ", "  rtm:static ");
        assertThatThrownBy(() -> session.execute("rtm:rip lo"))
                .hasMessage("rtm:rip: it takes no argument, not 'lo'");
    }

    @Test
    void routes_of_other_protocols_are_redistributed_as_configured() throws Exception {
        Configuration redistribution = configurations.getConfiguration(PID, "?");
        configured.add(redistribution);
        redistribution.update(new Hashtable<>(Map.of("redistribute", new String[] {"STATIC=2"})));
        start();
        session.execute("rtm:static add 10.0.0.0/8 via 192.0.2.1");

        Waiting.until("it is redistributed", () -> isRedistributed(2));
        redistribution.update(new Hashtable<>(Map.of("redistribute", new String[] {"STATIC=5"})));
        Waiting.until("it has another metric", () -> isRedistributed(5));
        redistribution.update(new Hashtable<>(Map.of("redistribute", new String[0])));
        Waiting.until("it is not any more", () -> !answer("rtm:rip").contains("redistributed"));

        session.execute("rtm:static remove 10.0.0.0/8");
    }

    private boolean isRedistributed(int metric) throws Exception {
        return answer("rtm:rip")
                .matches("(?s).*10\\.0\\.0\\.0/8 +redistributed +" + metric + " .*");
    }

    @Test
    void learned_routes_outlive_an_update_of_the_bundle_and_are_stale_while_it_is_stopped()
            throws Exception {
        int loopback = NetworkInterface.getByInetAddress(loopback()).getIndex();
        try (EntityRegistration before =
                        rtm.register(RIP, EntityOptions.NONE.retention(Duration.ofMinutes(1)));
                NextHop neighbour =
                        before.addNextHop(NextHopInfo.of("127.0.0.2", loopback)).handle()) {
            before.addRoute(
                    TEN,
                    RouteInfo.via(neighbour).neighbour(neighbour).metric(4),
                    AddRouteOptions.NONE.timeToLive(Duration.ofSeconds(100)));
        }
        String route = "R>* 10.0.0.0/8 [120/4] via 127.0.0.2, if " + loopback;

        start();
        Waiting.until("it goes on", () -> answer("rtm:rip").contains("10.0.0.0/8"));
        assertThat(answer("rtm:lookup 10.1.2.3")).contains(route).doesNotContain("stale");

        try (InputStream jar = jar()) {
            protocol.update(jar);
        }
        assertThat(answer("rtm:lookup 10.1.2.3")).contains(route);
        Waiting.until("the command is back", this::hasCommand);
        Waiting.until(
                "it goes on again",
                () -> answer("rtm:rip").matches("(?s).*10\\.0\\.0\\.0/8 +learned +4 .*"));

        protocol.stop();
        assertThat(answer("rtm:lookup 10.1.2.3")).contains(route, ", stale");
    }

    @Test
    void a_neighbour_is_heard_and_misses_no_route_while_the_bundle_is_updated() throws Exception {
        try (LoopbackNeighbour neighbour = LoopbackNeighbour.open()) {
            start();
            configure(
                    "loopback",
                    Map.of(
                            "interface.name",
                            NetworkInterface.getByInetAddress(loopback()).getName(),
                            "timer.update",
                            "2",
                            "split.horizon",
                            "none"));
            Waiting.until("RIP runs there", () -> answer("rtm:rip").contains("next update in"));

            neighbour.tell(TEN, 3);

            Waiting.until("it hears of it", () -> neighbour.metrics(TEN).contains(4));
            assertThat(answer("rtm:lookup 10.1.2.3")).contains("R>* 10.0.0.0/8 [120/4]");
            assertThat(answer("rtm:rip")).contains("neighbour 127.0.0.2");
            try (InputStream jar = jar()) {
                protocol.update(jar);
            }
            int heard = neighbour.metrics(TEN).size();
            Waiting.until("it hears again", () -> neighbour.metrics(TEN).size() > heard);
            assertThat(neighbour.metrics(TEN)).containsOnly(4);
        }
    }

    private static InetAddress loopback() throws Exception {
        return InetAddress.getByName("127.0.0.1");
    }
}

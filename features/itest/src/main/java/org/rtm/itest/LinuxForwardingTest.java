package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.rtm.api.link.LinkEvents;

/**
 * The bundle of forwarding, which this test brings along, an instance of its own, and a kernel
 * table of its own.
 */
class LinuxForwardingTest {
    private static final int INSTANCE = 7;
    private static final int TABLE = 7700;
    private static final String SPARE = "10.9.0.2 dev va proto 210 metric 20";
    private static final String INSTANCES = "org.rtm.instance";
    private static final String STATIC = "org.rtm.protocol.static";
    private static final String LINUX = "org.rtm.protocol.linux";

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 5000)
    CommandProcessor processor;

    @InjectService(timeout = 5000)
    ConfigurationAdmin configurations;

    private Bundle forwarder;
    private Optional<OwnNamespace> namespace = Optional.empty();
    private Optional<Configuration> forwarding = Optional.empty();

    @BeforeEach
    void install() throws Exception {
        try (InputStream jar = LinuxForwardingTest.class.getResourceAsStream("/rtm-linux.jar")) {
            forwarder = context.installBundle("test:rtm-linux", jar);
        }
        forwarder.start();
        configure(INSTANCES, Map.of());
        Waiting.until("the commands are there", () -> answers("rtm:fib", "nothing is forwarded"));
        Waiting.until("the commands are there", () -> answers("rtm:static", "there are no"));
    }

    @AfterEach
    void remove() throws Exception {
        for (String pid : List.of(LINUX, STATIC, INSTANCES)) {
            Configuration[] left =
                    configurations.listConfigurations(
                            "(&(service.factoryPid=%s)(instance=%d))".formatted(pid, INSTANCE));
            for (Configuration each : left == null ? new Configuration[0] : left) {
                each.delete();
            }
        }
        Waiting.until("nothing is left", () -> answers("rtm:static", "there are no"));
        forwarder.uninstall();
        if (namespace.isPresent()) {
            namespace.get().close();
        }
    }

    /** Of this instance, and with the name of the prefix, if it is about one. */
    private Configuration configure(String pid, Map<String, Object> properties) throws IOException {
        String name = properties.getOrDefault("prefix", "lab").toString().replace('/', '-');
        Configuration configuration = configurations.getFactoryConfiguration(pid, name, "?");
        Hashtable<String, Object> all = new Hashtable<>(properties);
        all.put("instance", INSTANCE);
        configuration.update(all);
        return configuration;
    }

    /** Forwards into a namespace of its own. */
    private OwnNamespace forward() throws IOException {
        OwnNamespace made = OwnNamespace.open();
        namespace = Optional.of(made);
        forwarding =
                Optional.of(
                        configure(
                                LINUX,
                                Map.of("namespace", made.name(), "table", TABLE, "stale.time", 0)));
        return made;
    }

    private void addStatic(String prefix, String nextHop) throws IOException {
        String link = "%" + namespace.orElseThrow().index();
        configure(STATIC, Map.of("prefix", prefix, "next.hops", nextHop + link));
    }

    private boolean answers(String command, String part) {
        try {
            return answer(command).contains(part);
        } catch (Exception e) { // the command is not there yet
            return false;
        }
    }

    private String answer(String command) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (CommandSession session =
                processor.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            Object answer = session.execute(command);
            return bytes.toString(StandardCharsets.UTF_8)
                    + session.format(answer, Converter.INSPECT);
        }
    }

    private static Callable<List<String>> routes(OwnNamespace where) {
        return () -> where.routes(TABLE);
    }

    @Test
    @ExtendWith(NamespaceCondition.class)
    void best_routes_are_in_the_kernel_while_there_is_a_configuration() throws Exception {
        OwnNamespace kernel = forward();

        addStatic("10.1.0.0/16", "10.9.0.2");

        Waiting.until("it is there", routes(kernel), List.of("10.1.0.0/16 via " + SPARE));
        Waiting.until("it is said", () -> answers("rtm:fib", "1 installed, 0 queued, 0 rejected"));
        assertThat(answer("rtm:fib -i 7 diff"))
                .contains("kernel table 7700 of namespace " + kernel.name())
                .contains(": 0 differences");
        assertThat(answer("rtm:routes -i 7 -4")).contains("q - queued").contains("S>* 10.1.0.0/16");
        forwarding.orElseThrow().delete();
        Waiting.until("it has gone", routes(kernel), List.of());
        assertThat(answer("rtm:routes -i 7 -4")).doesNotContain("q - queued");
    }

    @Test
    @ExtendWith(NamespaceCondition.class)
    void what_the_kernel_refuses_is_marked_with_its_reason() throws Exception {
        forward();

        addStatic("10.1.0.0/16", "10.66.0.1");

        Waiting.until("it is refused", () -> answers("rtm:routes -i 7 -4", "S>r 10.1.0.0/16"));
        assertThat(answer("rtm:route -i 7 10.1.0.0/16"))
                .contains("forwarding: rejected, Nexthop has invalid gateway");
    }

    @Test
    @ExtendWith(NamespaceCondition.class)
    void an_update_leaves_the_kernel_its_routes_and_puts_right_what_is_not() throws Exception {
        OwnNamespace kernel = forward();
        addStatic("10.1.0.0/16", "10.9.0.2");
        addStatic("10.2.0.0/16", "10.9.0.2");
        List<String> both = List.of("10.1.0.0/16 via " + SPARE, "10.2.0.0/16 via " + SPARE);
        Waiting.until("they are there", routes(kernel), both);
        byte[] next = Bundles.jar(forwarder, new Version("1.0.1"));

        forwarder.stop();
        assertThat(kernel.routes(TABLE)).isEqualTo(both);
        kernel.ip("route del 10.2.0.0/16 table " + TABLE);
        kernel.ip("route add 10.3.0.0/16 table %d via %s".formatted(TABLE, SPARE));
        forwarder.update(new ByteArrayInputStream(next));
        forwarder.start();

        Waiting.until("it is put right", routes(kernel), both);
        assertThat(forwarder.getVersion()).isEqualTo(new Version("1.0.1"));
        assertThat(answer("rtm:fib -i 7 reconcile")).contains("2 installed, 0 queued, 0 rejected");
    }

    @Test
    void where_ip_can_do_nothing_the_reason_is_told_and_the_router_goes_on() throws Exception {
        String nowhere = "rtm-" + UUID.randomUUID();

        configure(LINUX, Map.of("namespace", nowhere, "table", TABLE));

        Waiting.until(
                "the reason is told",
                () -> answers("rtm:fib", "waits: ip does not show what is asked for: "));
        configure(STATIC, Map.of("prefix", "10.1.0.0/16", "blackhole", true));
        Waiting.until("it goes on", () -> answers("rtm:lookup -i 7 10.1.2.3", "S>"));
    }

    @Test
    void who_hears_of_interfaces_is_a_service_while_the_bundle_runs() throws Exception {
        Waiting.until("it is there", () -> context.getServiceReference(LinkEvents.class) != null);

        forwarder.stop();

        assertThat(context.getServiceReference(LinkEvents.class)).isNull();
    }
}

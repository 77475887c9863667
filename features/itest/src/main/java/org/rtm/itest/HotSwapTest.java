package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.util.tracker.ServiceTracker;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.RtmMonitor;

/**
 * Replacing bundles again and again in a router that is used meanwhile. How often says the system
 * property {@code rtm.swaps}.
 */
class HotSwapTest {
    private static final int SWAPS = Integer.getInteger("rtm.swaps", 50);

    /** By the deploy folder, which is looked through some times a second only. */
    private static final int FILES = Math.max(5, SWAPS / 10);

    /** The bundles that this test brings along, as others would notice them. */
    private static final Set<String> BROUGHT = Set.of("rtm-local", "rtm-rip");

    /** More entries than a log keeps. */
    private static final int LOG_LENGTH = 200;

    /**
     * The VM itself may keep a class loader for longer, with code that it compiled: no object leads
     * to it then. What leaks is kept at each swap, or the newest one is.
     */
    private static final int KEPT_BY_VM = 1;

    private static final int IMPORTED = 2_000;
    private static final NetAddress ADDED = NetAddress.parse("10.2.0.0/16");

    @TempDir Path folder;

    // Not an injected one, which keeps what it handed out, and takes away what it installed.
    private final BundleContext context =
            FrameworkUtil.getBundle(HotSwapTest.class).getBundleContext();

    @InjectService(timeout = 5000)
    RoutingTableManager rtm;

    @InjectService(timeout = 5000)
    RtmMonitor monitor;

    @InjectService(timeout = 5000)
    ConfigurationAdmin configurations;

    @InjectService(timeout = 5000)
    CommandProcessor processor;

    private final List<WeakReference<ClassLoader>> replaced = new ArrayList<>();
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private ServiceTracker<LogReaderService, LogReaderService> logs;
    private Optional<Deployed> deployed = Optional.empty();
    private final List<Configuration> configured = new ArrayList<>();
    private Optional<RouterUnderLoad> router = Optional.empty();
    private Map<String, Integer> services;

    /** Something that puts a bundle in the place of one that runs. */
    private interface Swap {
        void replace(Bundle bundle, byte[] jar) throws Exception;
    }

    @BeforeEach
    void fillTheTable() throws Exception {
        followLogs();
        install("rtm-local");
        configure(
                configurations.getFactoryConfiguration("org.rtm.protocol.static", "swap", "?"),
                Map.of("prefix", "10.1.0.0/16", "next.hops", "192.0.2.1%3, 192.0.2.2%3"));
        Path table = folder.resolve("table.txt");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < IMPORTED; i++) {
            lines.add("%s via 192.0.2.3".formatted(NetAddress.ipv4(0x0B000000 + (i << 8), 24)));
        }
        Files.write(table, lines);
        Waiting.until("there is a shell", () -> answers("rtm:summary", "Total"));
        execute("rtm:add " + ADDED + " via 192.0.2.4 dev 3 metric 5");
        execute("rtm:import " + table);
        Waiting.until("the static route is there", () -> answers("rtm:static", "active"));
    }

    private void beginLoad() {
        router = Optional.of(new RouterUnderLoad(context, rtm));
        assertThat(router.get().lasting()).hasSizeGreaterThanOrEqualTo(IMPORTED + 2);
        router.get().start();
        services = Footprint.services(context);
    }

    private void configure(Configuration configuration, Map<String, ?> properties)
            throws Exception {
        configured.add(configuration);
        configuration.update(new Hashtable<>(properties));
    }

    private void followLogs() {
        LogListener listener = this::logged;
        logs =
                new ServiceTracker<>(context, LogReaderService.class, null) {
                    @Override
                    public LogReaderService addingService(ServiceReference<LogReaderService> came) {
                        LogReaderService log = super.addingService(came);
                        log.addLogListener(listener);
                        return log;
                    }

                    @Override
                    public void removedService(
                            ServiceReference<LogReaderService> gone, LogReaderService log) {
                        log.removeLogListener(listener);
                        super.removedService(gone, log);
                    }
                };
        logs.open();
    }

    private void logged(LogEntry entry) {
        boolean isOurs =
                entry.getBundle() != null && entry.getBundle().getSymbolicName().startsWith("rtm-");
        if (entry.getLogLevel() == LogLevel.ERROR
                || entry.getLogLevel() == LogLevel.WARN && isOurs) {
            logged.add(entry.getMessage() + " " + entry.getException());
        }
    }

    @AfterEach
    void emptyTheTable() throws Exception {
        if (deployed.isPresent()) {
            undeploy(deployed.get());
        }
        router.ifPresent(RouterUnderLoad::close);
        for (Configuration each : configured) {
            each.delete();
        }
        Waiting.until("the static route has gone", () -> answers("rtm:static", "there are no"));
        execute("rtm:delete --imported");
        // A test that fails has not come to it.
        answers("rtm:delete " + ADDED, "deleted");
        for (Bundle each : context.getBundles()) {
            if (BROUGHT.contains(each.getSymbolicName())) {
                each.uninstall();
            }
        }
        for (AddressFamily family : AddressFamily.values()) {
            rtm.register(EntityInfo.of(family, ProtocolId.LOCAL, 1)).withdraw();
        }
        rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1)).withdraw();
        logs.close();
    }

    private void undeploy(Deployed it) throws Exception {
        Files.delete(it.file);
        Waiting.until("it was taken away", () -> it.bundle.getState() == Bundle.UNINSTALLED);
        context.installBundle(it.bundle.getLocation(), new ByteArrayInputStream(it.jar)).start();
        Waiting.until("there is a shell", () -> answers("rtm:summary", "Total"));
        Waiting.until("there are static routes", () -> answers("rtm:static", "active"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtm-static", "rtm-local", "rtm-notify", "rtm-shell"})
    void updating_a_bundle_by_command_loses_no_route_and_no_change_and_leaves_nothing_behind(
            String name) throws Exception {
        beginLoad();

        swapAndCheck(Bundles.named(context, name), SWAPS, this::update);
    }

    private void update(Bundle bundle, byte[] jar) throws Exception {
        Path file = Files.write(folder.resolve("new.jar"), jar);
        execute("felix:update " + bundle.getBundleId() + " " + file.toUri());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtm-static", "rtm-local", "rtm-notify", "rtm-shell"})
    void replacing_a_jar_in_the_deploy_folder_does_neither(String name) throws Exception {
        beginLoad();
        Bundle bundle = Bundles.named(context, name);
        Path file = deployInPlaceOf(bundle);

        swapAndCheck(bundle, FILES, (any, jar) -> deploy(file, jar));
    }

    @Test
    void rip_is_updated_by_command_without_any_loss_while_a_neighbour_speaks_to_it()
            throws Exception {
        try (LoopbackNeighbour neighbour = LoopbackNeighbour.open()) {
            NetAddress learned = NetAddress.parse("10.5.0.0/16");
            Bundle rip = startRip(neighbour, learned);
            beginLoad();

            swapAndCheck(
                    rip,
                    SWAPS,
                    (bundle, jar) -> {
                        neighbour.tell(learned, 3);
                        update(bundle, jar);
                    });
        }
    }

    @Test
    void rip_is_replaced_in_the_deploy_folder_without_any_loss_while_a_neighbour_speaks_to_it()
            throws Exception {
        try (LoopbackNeighbour neighbour = LoopbackNeighbour.open()) {
            // Another one: when RIP has gone, what it has learned is held down for a while.
            NetAddress learned = NetAddress.parse("10.6.0.0/16");
            Bundle rip = startRip(neighbour, learned);
            beginLoad();
            Path file = deployInPlaceOf(rip);

            swapAndCheck(
                    rip,
                    FILES,
                    (bundle, jar) -> {
                        neighbour.tell(learned, 3);
                        deploy(file, jar);
                    });
        }
    }

    private Bundle startRip(LoopbackNeighbour neighbour, NetAddress learned) throws Exception {
        String loopback =
                NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")).getName();
        configure(
                configurations.getConfiguration("org.rtm.protocol.rip", "?"),
                Map.of("redistribute", new String[] {"STATIC=2", "NETMGMT=2"}));
        configure(
                configurations.getFactoryConfiguration(
                        "org.rtm.protocol.rip.interface", "swap", "?"),
                Map.of("interface.name", loopback));
        Bundle rip = install("rtm-rip");
        Waiting.until("RIP runs", this::isRipRunning);
        neighbour.tell(learned, 3);
        Waiting.until("it has learned", () -> answers("rtm:lookup " + learned, "[120/4]"));
        return rip;
    }

    private Bundle install(String name) throws Exception {
        try (InputStream jar = HotSwapTest.class.getResourceAsStream("/" + name + ".jar")) {
            Bundle bundle = context.installBundle("test:" + name, jar);
            bundle.start();
            return bundle;
        }
    }

    /** Takes the place of a bundle that runs, which is what the same version does. */
    private Path deployInPlaceOf(Bundle bundle) throws Exception {
        long installed = bundle.getLastModified();
        Path file =
                Path.of(
                        context.getProperty("felix.fileinstall.dir"),
                        bundle.getSymbolicName() + ".jar");
        byte[] jar = Bundles.jar(bundle, bundle.getVersion());
        deployed = Optional.of(new Deployed(bundle, jar, file));
        deploy(file, jar);
        Waiting.until(
                "it has taken the place",
                () ->
                        bundle.getLastModified() > installed
                                && bundle.getState() == Bundle.ACTIVE
                                && Footprint.services(context).equals(services));
        return file;
    }

    /** What the deploy folder has, and what was there before. */
    private record Deployed(Bundle bundle, byte[] jar, Path file) {}

    /** Whole at once, as a careful operator's copy. */
    private void deploy(Path deployed, byte[] jar) throws Exception {
        Files.createDirectories(deployed.getParent());
        Path whole = Files.write(folder.resolve("whole.jar"), jar);
        Files.move(whole, deployed, StandardCopyOption.ATOMIC_MOVE);
    }

    private void swapAndCheck(Bundle bundle, int times, Swap swap) throws Exception {
        RouterUnderLoad router = this.router.orElseThrow();
        // Once for all that is made when it is first needed.
        replace(bundle, swap);
        router.stop();
        Footprint before = Footprint.of(context, monitor);
        Map<String, Integer> objects = Footprint.objects();
        router.start();
        for (int i = 0; i < times; i++) {
            replace(bundle, swap);
        }
        router.stop();

        assertThat(router.complaints()).isEmpty();
        assertThat(logged).isEmpty();
        Waiting.until("the client knows the table", () -> router.told().equals(router.lasting()));
        assertThat(router.table()).isEqualTo(router.lasting());
        forgetLog();
        Waiting.until("the replaced classes are gone", this::areReplacedGone);
        Waiting.until(
                "nothing else is left behind",
                () -> Footprint.of(context, monitor).beyond(before),
                List.of());
        assertThat(grown(objects, times)).isEmpty();
        assertThat(execute("rtm:delete " + ADDED)).contains("deleted 1 route");
    }

    private void replace(Bundle bundle, Swap swap) throws Exception {
        Version next = new Version(1, 0, replaced.size() + 1);
        replaced.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
        swap.replace(bundle, Bundles.jar(bundle, next));
        Waiting.until("version " + next + " runs", () -> runs(bundle, next));
        Waiting.until("all services are back", () -> Footprint.services(context), services);
        Waiting.until("its routes are its own again", this::isNothingStale);
        Waiting.until("RIP runs if there is one", () -> !hasRip() || isRipRunning());
    }

    /**
     * Fills the log. It keeps its last entries with what they are about, which are services that
     * were there, and Equinox keeps of those what they were made of.
     */
    private void forgetLog() throws Exception {
        for (ServiceReference<LogService> each :
                context.getServiceReferences(LogService.class, null)) {
            Logger log = context.getService(each).getLogger(HotSwapTest.class);
            for (int i = 0; i < LOG_LENGTH; i++) {
                log.audit("nothing");
            }
            context.ungetService(each);
        }
    }

    /** Of what there is an object more for each swap, beginning with the first. */
    private static Map<String, Integer> grown(Map<String, Integer> before, int swaps) {
        Map<String, Integer> more = Footprint.objects();
        more.keySet().retainAll(before.keySet());
        more.replaceAll((name, count) -> count - before.get(name));
        more.values().removeIf(difference -> difference < swaps);
        return more;
    }

    private boolean hasRip() {
        return Stream.of(context.getBundles())
                .anyMatch(each -> each.getSymbolicName().equals("rtm-rip"));
    }

    /** It waits for others, so it is not enough that the bundle does. */
    private boolean isRipRunning() {
        return answers("rtm:rip", "next update in");
    }

    private static boolean runs(Bundle bundle, Version version) {
        return bundle.getVersion().equals(version) && bundle.getState() == Bundle.ACTIVE;
    }

    private boolean isNothingStale() {
        return monitor.instances().stream()
                .flatMap(instance -> instance.tables().stream())
                .flatMap(table -> table.entities().stream())
                .noneMatch(HotSwapTest::isStale);
    }

    private static boolean isStale(EntityStatus entity) {
        return entity.staleRoutes() > 0 || entity.retentionLeft().isPresent();
    }

    private boolean areReplacedGone() {
        System.gc();
        long kept = replaced.stream().filter(loader -> loader.get() != null).count();
        return kept <= KEPT_BY_VM && replaced.get(replaced.size() - 1).get() == null;
    }

    private boolean answers(String command, String part) {
        try {
            return execute(command).contains(part);
        } catch (Exception e) { // the command is not there yet
            return false;
        }
    }

    /** In a session of its own: a session keeps its last answer, and so its class. */
    private String execute(String command) throws Exception {
        PrintStream out =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        try (CommandSession session =
                processor.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            return String.valueOf(session.format(session.execute(command), Converter.INSPECT));
        }
    }
}

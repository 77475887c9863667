package org.rtm.itest;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.monitor.NotificationMonitor;
import org.rtm.api.monitor.NotificationStatus;

/** Health and figures where they are read: in a framework, by what the ecosystem has. */
class ObservabilityTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final int SWAPS = Integer.getInteger("rtm.swaps", 50);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 5000)
    RoutingTableManager rtm;

    @InjectService(timeout = 5000)
    ConfigurationAdmin configurations;

    @InjectService(timeout = 5000)
    NotificationMonitor notifications;

    @TempDir Path folder;

    private EntityRegistration rip;

    @BeforeEach
    void register() {
        rip = rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 20).named("rip"));
    }

    @AfterEach
    void deregister() throws Exception {
        rip.close();
        for (String name : List.of("rtm-notify", "rtm-jmx", "rtm-events")) {
            Bundles.named(context, name).start();
        }
    }

    @Test
    void flight_events_of_all_bundles_are_recorded() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("org.rtm.RouteChange");
            recording.start();
            rtm.register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 21).named("other"))
                    .close();
            rip.addRoute(TEN, RouteInfo.via());
            Bundle notify = Bundles.named(context, "rtm-notify");
            notify.stop();
            notify.start();
            recording.stop();
            Path file = folder.resolve("router.jfr");
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);

            assertThat(events)
                    .extracting(event -> event.getEventType().getName())
                    .contains(
                            "org.rtm.Registration",
                            "org.rtm.Deregistration",
                            "org.rtm.RouteChange",
                            "org.rtm.NotifierStop",
                            "org.rtm.NotifierStart");
            assertThat(events)
                    .filteredOn(it -> it.getEventType().getName().equals("org.rtm.Registration"))
                    .singleElement()
                    .satisfies(
                            event -> {
                                assertThat(event.getString("entity")).isEqualTo("other");
                                assertThat(event.getString("bundle")).isEqualTo("rtm-itest");
                            });
        }
    }

    @Test
    void bundles_that_are_replaced_again_and_again_leave_no_events_of_theirs_behind()
            throws Exception {
        Bundle notify = Bundles.named(context, "rtm-notify");
        byte[] jar = Bundles.jar(notify, notify.getVersion());
        try (Recording recording = new Recording()) {
            recording.start();
            for (int i = 0; i < SWAPS; i++) {
                notify.update(new ByteArrayInputStream(jar));
                refresh(notify);
            }
            rip.addRoute(TEN, RouteInfo.via());

            Waiting.until("there is each event once", () -> duplicates(eventNames()), Set.of());
            assertThat(eventNames()).contains("org.rtm.NotifierStart", "org.rtm.RouteChange");
        }
    }

    private static List<String> eventNames() {
        return FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .map(EventType::getName)
                .filter(name -> name.startsWith("org.rtm."))
                .toList();
    }

    private static Set<String> duplicates(List<String> names) {
        return names.stream()
                .filter(name -> Collections.frequency(names, name) > 1)
                .collect(toSet());
    }

    private void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> refreshed.countDown());
        assertThat(refreshed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_health_checks_are_services_with_a_name_and_a_tag_and_all_is_well() throws Exception {
        Waiting.until("the checks are there", () -> checks().size() == 4);

        assertThat(new TreeSet<>(checks().keySet()))
                .containsExactly(
                        "RTM call-backs return",
                        "RTM handles are given back",
                        "RTM locks are given back",
                        "RTM tables are consistent");
        assertThat(checks())
                .allSatisfy(
                        (name, check) ->
                                assertThat(check.execute().getStatus())
                                        .as(name)
                                        .isEqualTo(Result.Status.OK));
    }

    private Map<String, HealthCheck> checks() throws Exception {
        Map<String, HealthCheck> checks = new HashMap<>();
        for (ServiceReference<HealthCheck> check :
                context.getServiceReferences(HealthCheck.class, "(hc.tags=rtm)")) {
            checks.put((String) check.getProperty(HealthCheck.NAME), context.getService(check));
        }
        return checks;
    }

    @Test
    void the_figures_are_in_jmx_for_as_long_as_the_bundle_runs() throws Exception {
        ObjectName name = new ObjectName("org.rtm:type=Router");
        Waiting.until("the bean is there", () -> server.isRegistered(name));

        TabularData entities = (TabularData) server.getAttribute(name, "Entities");
        assertThat(entities.containsKey(new Object[] {"0/IPv4/RIP-20"})).isTrue();

        Bundles.named(context, "rtm-jmx").stop();
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void events_are_sent_once_that_is_configured_and_until_it_is_not() throws Exception {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        EventHandler handler =
                event ->
                        events.add(
                                event.getTopic()
                                        + " "
                                        + event.getProperty("entity")
                                        + " "
                                        + event.getProperty("destination"));
        Dictionary<String, Object> topics = new Hashtable<>();
        topics.put(EventConstants.EVENT_TOPIC, new String[] {"org/rtm/*"});
        ServiceRegistration<EventHandler> registration =
                context.registerService(EventHandler.class, handler, topics);
        Configuration configuration = configurations.getConfiguration("org.rtm.events", "?");
        configuration.update(new Hashtable<>(Map.of("rate", "500")));
        Waiting.until("the table is followed", () -> isFollowed(rip.info()));

        rip.addRoute(TEN, RouteInfo.via());

        Waiting.until(
                "the change is told",
                () -> events.contains("org/rtm/destination/CHANGED rip 10.0.0.0/8"));
        configuration.delete();
        Waiting.until("the table is left", () -> !isFollowed(rip.info()));
        registration.unregister();
    }

    private boolean isFollowed(EntityInfo other) {
        return notifications.registrations().stream()
                .map(NotificationStatus::entity)
                .anyMatch(
                        entity ->
                                entity.name().equals("events")
                                        && entity.family() == other.family());
    }
}

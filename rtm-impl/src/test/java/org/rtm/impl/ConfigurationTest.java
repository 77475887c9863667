package org.rtm.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.rtm.impl.TestRouter.assertRefused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.TableStatus;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.api.provider.TableObserver;

@Timeout(60)
class ConfigurationTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final EntityInfo RIP = EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1);

    private final TestRouter router = new TestRouter();
    private final RecordingListener listener = new RecordingListener();
    private final EntityOptions listening = EntityOptions.NONE.listener(listener);

    @AfterEach
    void close() {
        router.close();
    }

    private static void assertEnded(EntityRegistration registration) {
        assertRefused(
                registration::entity,
                RtmStatus.INVALID_HANDLE,
                "the registration of " + registration.info().name() + " has ended");
    }

    private InstanceStatus status(int instance) {
        return router.tables().instances().stream()
                .filter(status -> status.instance() == instance)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_instance_that_is_not_configured_gives_file_not_found() {
        assertRefused(
                () -> router.manager().register(RIP.inInstance(5)),
                RtmStatus.FILE_NOT_FOUND,
                "instance 5 is not configured; configured are [0]");
    }

    @Test
    void any_manager_registers_in_any_instance() {
        router.configure(Map.of("instance", 5));

        EntityRegistration elsewhere = router.manager().register(RIP.inInstance(5));
        EntityRegistration here = router.manager().register(RIP);

        assertThat(elsewhere.info()).isEqualTo(RIP.inInstance(5));
        assertThat(here.info()).isEqualTo(RIP.inInstance(0));
        assertThat(router.tables().manager(5, "").instance()).isEqualTo(5);
    }

    @Test
    void instances_share_nothing() {
        router.configure(Map.of("instance", 5));
        EntityRegistration zero = router.manager().register(RIP, listening);

        EntityRegistration five = router.tables().manager(5, "").register(RIP);
        five.addRoute(TEN, RouteInfo.via());

        assertThat(zero.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
        assertThat(zero.entities().list()).hasSize(1);
        router.register(ProtocolId.OSPF, 1);
        listener.await("+OSPF-1");
        assertThat(listener.heard()).containsExactly("+OSPF-1");
    }

    @Test
    void an_instance_whose_first_configuration_was_refused_gives_bad_configuration() {
        router.tables().refuse(5, "views is '32=x'; allowed is something else");

        assertRefused(
                () -> router.manager().register(RIP.inInstance(5)),
                RtmStatus.BAD_CONFIGURATION,
                "instance 5 never had a valid configuration: views is '32=x'; allowed is something else");
        assertThat(status(5).refusal()).contains("views is '32=x'; allowed is something else");
        assertThat(status(5).configuration()).isEmpty();
        assertThat(status(5).tables()).isEmpty();
    }

    @Test
    void a_good_configuration_after_refused_ones_lets_the_instance_run() {
        router.tables().refuse(5, "wrong");

        router.configure(Map.of("instance", 5));

        assertThat(router.manager().register(RIP.inInstance(5)).info().instance()).hasValue(5);
        assertThat(status(5).refusal()).isEmpty();
    }

    @Test
    void a_refused_configuration_leaves_the_last_good_one() {
        EntityRegistration registration = router.manager().register(RIP);

        router.tables().refuse(0, "wrong");

        registration.addRoute(TEN, RouteInfo.via());
        assertThat(status(0).refusal()).contains("wrong");
        assertThat(status(0).configuration()).containsEntry("opaque.slots", "16");
        assertThat(router.register(ProtocolId.OSPF, 1).info().instance()).hasValue(0);
    }

    @Test
    void an_address_family_that_the_instance_lacks_gives_invalid_parameter() {
        router.configure(Map.of("instance", 5, "address.families", "ipv6"));

        assertRefused(
                () -> router.manager().register(RIP.inInstance(5)),
                RtmStatus.INVALID_PARAMETER,
                "instance 5 has no IPv4 table");
    }

    @Test
    void removing_an_instance_ends_its_registrations_with_the_reason() {
        router.configure(Map.of("instance", 5));
        EntityRegistration five = router.tables().manager(5, "").register(RIP, listening);
        EntityRegistration zero = router.manager().register(RIP);

        router.tables().remove(5);

        assertEnded(five);
        listener.await("end: instance 5 was removed from the configuration");
        assertThat(router.logged())
                .extracting(TestRouter.Logged::level, TestRouter.Logged::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "INFO",
                                "RIP-1 was ended: instance 5 was removed from the configuration"));
        assertThat(zero.entities().list()).hasSize(1);
        assertRefused(
                () -> router.manager().register(RIP.inInstance(5)),
                RtmStatus.FILE_NOT_FOUND,
                "instance 5 is not configured; configured are [0]");
    }

    @Test
    void removing_an_address_family_ends_the_registrations_of_that_table() {
        EntityRegistration ipv4 = router.manager().register(RIP);
        EntityRegistration ipv6 = router.register(AddressFamily.IPV6, ProtocolId.RIP, 1, listening);
        ipv4.addRoute(TEN, RouteInfo.via());

        router.configure(Map.of("address.families", "ipv4"));

        assertEnded(ipv6);
        listener.await("end: instance 0 has no IPv6 table any more");
        assertThat(ipv4.exactMatch(TEN, ProtocolId.BEST, ViewSet.UNICAST)).isPresent();
        assertThat(status(0).tables())
                .extracting(TableStatus::family)
                .containsExactly(AddressFamily.IPV4);
        assertRefused(
                () -> router.register(AddressFamily.IPV6, ProtocolId.RIP, 1),
                RtmStatus.INVALID_PARAMETER,
                "instance 0 has no IPv6 table");
    }

    @Test
    void an_address_family_that_comes_back_is_an_empty_table() {
        EntityRegistration before = router.manager().register(RIP);
        before.addRoute(TEN, RouteInfo.via());
        router.configure(Map.of("address.families", "ipv6"));

        router.configure(Map.of());

        EntityRegistration after = router.manager().register(RIP);
        assertThat(after.exactMatch(TEN, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
        assertEnded(before);
    }

    @Test
    void changing_the_views_ends_the_registrations_and_new_ones_have_them() {
        EntityRegistration before = router.manager().register(RIP, listening);

        router.configure(Map.of("views", "0=unicast, 7=lab"));

        assertEnded(before);
        listener.await("end: the views of instance 0 have changed");
        EntityRegistration after = router.manager().register(RIP);
        assertThat(after.profile().views()).containsExactly(View.UNICAST, new View(7, "lab"));
        assertThat(after.addRoute(TEN, RouteInfo.via().views(ViewSet.of(7))).isNew()).isTrue();
    }

    @Test
    void a_registration_keeps_its_profile_and_lower_limits_bind_new_ones() {
        EntityRegistration before = router.manager().register(RIP);
        List<NextHop> hops = nextHops(before, 3);
        before.addRoute(TEN, RouteInfo.via().nextHops(hops));

        router.configure(Map.of("next.hops.in.route", 2, "handles.in.call", 10));

        assertThat(before.profile().maxNextHopsInRoute()).isEqualTo(64);
        assertThat(before.profile().maxHandlesInCall()).isEqualTo(1024);
        assertThat(before.addRoute(TEN, RouteInfo.via().nextHops(hops).metric(2)).isNew())
                .isFalse();
        EntityRegistration after = router.register(ProtocolId.RIP, 2);
        assertThat(after.profile().maxNextHopsInRoute()).isEqualTo(2);
        assertThat(after.profile().maxHandlesInCall()).isEqualTo(10);
        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(() -> after.addRoute(TEN, RouteInfo.via().nextHops(nextHops(after, 3))))
                .extracting(RtmException::status)
                .isEqualTo(RtmStatus.INVALID_PARAMETER);
    }

    private static List<NextHop> nextHops(EntityRegistration owner, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> owner.addNextHop(NextHopInfo.of("192.0.2.1", i)).handle())
                .toList();
    }

    @Test
    void changing_the_preferences_re_evaluates_the_routes_concerned_with_a_notification() {
        EntityRegistration rip = router.manager().register(RIP);
        EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);
        NetAddress alone = NetAddress.parse("20.0.0.0/8");
        NetAddress named = NetAddress.parse("30.0.0.0/8");
        rip.addRoute(TEN, RouteInfo.via());
        ospf.addRoute(TEN, RouteInfo.via());
        ospf.addRoute(alone, RouteInfo.via());
        rip.addRoute(named, RouteInfo.via().preference(120));
        List<String> changes = new ArrayList<>();
        TableObserver observer =
                (destination, all, best, forwarding, withdrawn) ->
                        changes.add(destination.address() + " " + best);
        RegisteredEntity.of(rip).table().attach(observer);

        router.configure(Map.of("preferences", "rip=9"));

        assertThat(bestPreference(rip, TEN)).isEqualTo(new PrefInfo(9, 0));
        assertThat(bestPreference(rip, alone)).isEqualTo(new PrefInfo(110, 0));
        assertThat(bestPreference(rip, named))
                .as("a preference of the route's own stands")
                .isEqualTo(new PrefInfo(120, 0));
        assertThat(changes).containsExactly("10.0.0.0/8 {0}");
        assertThat(
                        status(0).tables().get(0).entities().stream()
                                .map(entity -> entity.info().name() + " " + entity.bestRoutes()))
                .containsExactly("RIP-1 2", "OSPF-1 1");
    }

    @Test
    void a_preference_that_the_owner_named_stands_though_it_was_the_configured_one() {
        EntityRegistration rip = router.manager().register(RIP);
        rip.addRoute(TEN, RouteInfo.via());
        rip.addRoute(TEN, RouteInfo.via().preference(120));

        router.configure(Map.of("preferences", "rip=9"));

        assertThat(bestPreference(rip, TEN)).isEqualTo(new PrefInfo(120, 0));
    }

    private static PrefInfo bestPreference(EntityRegistration reader, NetAddress prefix) {
        try (DestInfo info =
                reader.exactMatch(prefix, ProtocolId.BEST, ViewSet.UNICAST).orElseThrow()) {
            return info.view(0).orElseThrow().bestRoute().orElseThrow().info().prefInfo();
        }
    }

    @Test
    void all_views_stand_for_the_supported_ones_in_every_function() {
        EntityRegistration registration = router.manager().register(RIP);
        registration.addRoute(TEN, RouteInfo.via().views(ViewSet.ALL));

        DestInfo info = registration.exactMatch(TEN, ProtocolId.BEST, ViewSet.ALL).orElseThrow();

        assertThat(info.belongsToViews()).isEqualTo(ViewSet.of(0, 1));
        assertThat(info.views()).extracting(view -> view.viewId()).containsExactly(0, 1);
        assertThat(info.view(0).orElseThrow().bestRoute().orElseThrow().bestInViews())
                .isEqualTo(ViewSet.of(0, 1));
    }

    @Test
    void views_that_are_not_supported_are_refused_in_every_function() {
        EntityRegistration registration = router.manager().register(RIP);
        registration.addRoute(TEN, RouteInfo.via());
        DestInfo info =
                registration.exactMatch(TEN, ProtocolId.BEST, ViewSet.UNICAST).orElseThrow();
        ViewSet wrong = ViewSet.of(0, 4, 6);
        RegisteredEntity provider = RegisteredEntity.of(registration);

        Stream.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> registration.addRoute(TEN, RouteInfo.via().views(wrong)),
                        () ->
                                info.view(0)
                                        .orElseThrow()
                                        .bestRoute()
                                        .orElseThrow()
                                        .update(RouteInfo.via().views(wrong)),
                        () -> registration.exactMatch(TEN, ProtocolId.BEST, wrong),
                        () -> registration.mostSpecific(TEN, ProtocolId.BEST, wrong),
                        () ->
                                registration.exactMatchRoute(
                                        TEN, org.rtm.api.RouteCriteria.NONE, wrong),
                        () -> registration.enumerateRoutes(org.rtm.api.RouteQuery.ALL.views(wrong)),
                        () ->
                                registration.enumerateDestinations(
                                        org.rtm.api.DestinationQuery.ALL.views(wrong)),
                        () -> info.destination().info(ProtocolId.BEST, wrong),
                        () -> info.destination().lessSpecific(ProtocolId.BEST, wrong),
                        () -> provider.table().destinations(java.util.Optional.empty(), wrong, 1),
                        () -> provider.read(provider.observed(info.destination()), wrong, this))
                .forEach(
                        call ->
                                assertRefused(
                                        call,
                                        RtmStatus.NOT_SUPPORTED,
                                        "the IPv4 table does not support view {4,6};"
                                                + " it supports 0 (unicast), 1 (multicast)"));
        info.close();
        assertThat(registration.handleCounts())
                .allSatisfy((kind, count) -> assertThat(count).isZero());
    }

    @Test
    void the_end_of_all_ends_every_registration() {
        EntityRegistration registration = router.manager().register(RIP, listening);

        router.close();

        assertEnded(registration);
        listener.await("end: the routing table manager stops");
        assertRefused(
                () -> router.manager().register(RIP),
                RtmStatus.INVALID_HANDLE,
                "this routing table manager has ended");
    }

    @Test
    void a_registration_that_comes_while_its_table_goes_does_not_outlive_it() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 300; round++) {
                router.configure(Map.of("instance", 5));
                List<Future<Optional<EntityRegistration>>> registering = new ArrayList<>();
                for (int thread = 0; thread < 2; thread++) {
                    ProtocolId protocol = new ProtocolId(100 + thread);
                    registering.add(threads.submit(() -> registerUntilRefused(protocol)));
                }

                Thread.yield();
                router.tables().remove(5);

                for (Future<Optional<EntityRegistration>> registered : registering) {
                    registered.get().ifPresent(ConfigurationTest::assertEnded);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Registers and ends again and again. Returns the last registration, which the table's end has
     * to end: one that came while the table went, or none if the table was gone before.
     */
    private Optional<EntityRegistration> registerUntilRefused(ProtocolId protocol) {
        Optional<EntityRegistration> last = Optional.empty();
        try {
            EntityInfo entity = EntityInfo.of(AddressFamily.IPV4, protocol, 1);
            while (true) {
                last.ifPresent(EntityRegistration::close);
                last = Optional.of(router.tables().manager(5, "").register(entity));
            }
        } catch (RtmException e) {
            assertThat(e.status()).isEqualTo(RtmStatus.FILE_NOT_FOUND);
        }
        return last;
    }

    @Test
    void statuses_tell_of_families_and_views() {
        router.configure(Map.of("instance", 5, "address.families", "ipv6"));

        assertThat(router.tables().instances())
                .extracting(InstanceStatus::instance)
                .containsExactly(0, 5);
        assertThat(status(0).tables())
                .extracting(TableStatus::family)
                .isEqualTo(Arrays.asList(AddressFamily.values()));
        assertThat(status(5).tables())
                .extracting(TableStatus::views)
                .containsExactly(List.of(View.UNICAST, View.MULTICAST));
    }
}

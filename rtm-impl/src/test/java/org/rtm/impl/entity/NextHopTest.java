package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.NetAddress.parse;
import static org.rtm.impl.TestRouter.assertRefused;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.HandleKind;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopChange;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.NextHopState;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.RecordingObserver;
import org.rtm.impl.RecordingObserver.Report;
import org.rtm.impl.TestRouter;

class NextHopTest {
    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void adding_an_existing_next_hop_updates_it_and_says_so() {
        Destination covering = destination("192.0.2.0/24");
        NextHopChange first = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3));

        NextHopChange second =
                rip.addNextHop(
                        NextHopInfo.of("192.0.2.1", 3)
                                .flags(NextHopFlags.REMOTE)
                                .entitySpecificInfo("mine")
                                .remoteDestination(covering));

        assertThat(first.isNew()).isTrue();
        assertThat(second.isNew()).isFalse();
        assertThat(second.handle()).isEqualTo(first.handle());
        try (NextHopSnapshot info = first.handle().info()) {
            assertThat(info.flags()).isEqualTo(NextHopFlags.REMOTE);
            assertThat(info.entitySpecificInfo()).contains("mine");
            assertThat(info.remoteDestination()).contains(covering);
        }
    }

    @Test
    void the_identity_within_an_entity_is_address_and_interface() {
        NextHopChange hop = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3));

        NextHopChange otherInterface = rip.addNextHop(NextHopInfo.of("192.0.2.1", 4));
        NextHopChange otherAddress = rip.addNextHop(NextHopInfo.of("192.0.2.2", 3));
        NextHopChange otherEntity = ospf.addNextHop(NextHopInfo.of("192.0.2.1", 3));

        assertThat(List.of(hop, otherInterface, otherAddress, otherEntity))
                .allMatch(NextHopChange::isNew);
        assertThat(enumerated(rip)).hasSize(3);
        assertThat(enumerated(ospf)).hasSize(1);
    }

    @Test
    void an_update_by_handle_changes_flags_info_and_remote_destination() {
        NextHop hop = hop(rip, "192.0.2.1", 3);

        hop.update(
                NextHopInfo.of("192.0.2.1", 3).flags(NextHopFlags.DOWN).entitySpecificInfo("mine"));

        try (NextHopSnapshot info = hop.info()) {
            assertThat(info.address()).isEqualTo(parse("192.0.2.1"));
            assertThat(info.interfaceIndex()).isEqualTo(3);
            assertThat(info.state()).isEqualTo(NextHopState.CREATED);
            assertThat(info.flags()).isEqualTo(NextHopFlags.DOWN);
            assertThat(info.entitySpecificInfo()).contains("mine");
            assertThat(info.remoteDestination()).isEmpty();
            assertThat(info.owner()).isEqualTo(rip.entity());
        }
    }

    @Test
    void an_update_that_names_another_address_or_interface_is_refused() {
        NextHop hop = hop(rip, "192.0.2.1", 3);

        assertRefused(
                () -> hop.update(NextHopInfo.of("192.0.2.1", 4).flags(NextHopFlags.DOWN)),
                RtmStatus.INVALID_PARAMETER,
                "next hop 192.0.2.1 on interface 3 cannot become 192.0.2.1 on interface 4: address and interface never change");
        assertRefused(
                () -> hop.update(NextHopInfo.of("192.0.2.2", 3).flags(NextHopFlags.DOWN)),
                RtmStatus.INVALID_PARAMETER,
                "next hop 192.0.2.1 on interface 3 cannot become 192.0.2.2 on interface 3: address and interface never change");
        assertThat(hop.info().flags()).isEqualTo(NextHopFlags.NONE);
    }

    @Test
    void only_the_owner_finds_and_enumerates_its_next_hops() {
        NextHop hop = hop(rip, "192.0.2.1", 3);

        assertThat(rip.findNextHop(parse("192.0.2.1"), 3)).contains(hop);
        assertThat(rip.findNextHop(parse("192.0.2.1"), 4)).isEmpty();
        assertThat(ospf.findNextHop(parse("192.0.2.1"), 3)).isEmpty();
        assertThat(enumerated(rip)).containsExactly(hop);
        assertThat(enumerated(ospf)).isEmpty();
    }

    @Test
    void only_the_owner_changes_or_deletes_its_next_hops() {
        NextHop hop = hop(rip, "192.0.2.1", 3);
        rip.addRoute(parse("10.0.0.0/8"), RouteInfo.via(hop));
        NextHop seenByOspf = bestRoute(ospf, "10.0.0.0/8").info().nextHops().get(0);

        assertRefused(
                () -> seenByOspf.update(NextHopInfo.of("192.0.2.1", 3).flags(NextHopFlags.DOWN)),
                RtmStatus.ACCESS_DENIED,
                "the next hop 192.0.2.1 on interface 3 belongs to RIP-1, not to OSPF-1");
        assertRefused(
                seenByOspf::delete,
                RtmStatus.ACCESS_DENIED,
                "the next hop 192.0.2.1 on interface 3 belongs to RIP-1, not to OSPF-1");
        assertRefused(
                () -> ospf.deleteNextHop(parse("192.0.2.1"), 3),
                RtmStatus.NOT_FOUND,
                "OSPF-1 has no next hop 192.0.2.1 on interface 3");
        try (NextHopSnapshot info = hop.info()) {
            assertThat(info.state()).isEqualTo(NextHopState.CREATED);
            assertThat(info.flags()).isEqualTo(NextHopFlags.NONE);
        }
    }

    @Test
    void whoever_was_given_a_handle_may_read_it_but_not_the_owners_private_information() {
        NextHop hop =
                rip.addNextHop(NextHopInfo.of("192.0.2.1", 3).entitySpecificInfo("private"))
                        .handle();
        rip.addRoute(parse("10.0.0.0/8"), RouteInfo.via(hop));

        try (Route route = bestRoute(ospf, "10.0.0.0/8");
                RouteSnapshot seen = route.info();
                NextHopSnapshot info = seen.nextHops().get(0).info()) {
            assertThat(info.address()).isEqualTo(parse("192.0.2.1"));
            assertThat(info.interfaceIndex()).isEqualTo(3);
            assertThat(info.owner().info().name()).isEqualTo("RIP-1");
            assertThat(info.entitySpecificInfo()).isEmpty();
            assertThat(info.toInfo().entitySpecificInfo()).isEmpty();
        }
    }

    @Test
    void a_deleted_next_hop_reads_as_deleted_with_its_last_values_and_is_found_no_more() {
        NextHop kept =
                rip.addNextHop(
                                NextHopInfo.of("192.0.2.1", 3)
                                        .flags(NextHopFlags.DOWN)
                                        .entitySpecificInfo("mine"))
                        .handle();

        kept.reference().delete();

        assertThat(rip.findNextHop(parse("192.0.2.1"), 3)).isEmpty();
        assertThat(enumerated(rip)).isEmpty();
        try (NextHopSnapshot info = kept.info()) {
            assertThat(info.state()).isEqualTo(NextHopState.DELETED);
            assertThat(info.flags()).isEqualTo(NextHopFlags.DOWN);
            assertThat(info.entitySpecificInfo()).contains("mine");
        }
    }

    @Test
    void a_deleted_next_hop_cannot_enter_another_route() {
        NextHop hop = hop(rip, "192.0.2.1", 3);
        rip.deleteNextHop(parse("192.0.2.1"), 3);

        assertRefused(
                () -> rip.addRoute(parse("10.0.0.0/8"), RouteInfo.via(hop)),
                RtmStatus.INVALID_HANDLE,
                "the next hop 192.0.2.1 on interface 3 was deleted");
        assertRefused(
                () -> rip.addRoute(parse("10.0.0.0/8"), RouteInfo.via().neighbour(hop)),
                RtmStatus.INVALID_HANDLE,
                "the next hop 192.0.2.1 on interface 3 was deleted");
        assertThat(rip.exactMatch(parse("10.0.0.0/8"), ProtocolId.BEST, ViewSet.ANY)).isEmpty();
    }

    @Test
    @Timeout(60)
    void a_next_hop_that_is_deleted_while_a_route_waits_to_be_added_does_not_enter_it()
            throws Exception {
        NextHop hop = hop(rip, "192.0.2.1", 3);
        CountDownLatch isHeldUp = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        RegisteredEntity.of(rip)
                .table()
                .attach(
                        (destination, all, best, forwarding, withdrawn) -> {
                            isHeldUp.countDown();
                            awaitUninterruptibly(goOn);
                        });
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            threads.submit(() -> ospf.addRoute(parse("11.0.0.0/8"), RouteInfo.via()));
            awaitUninterruptibly(isHeldUp);
            Thread deleting = new Thread(() -> rip.deleteNextHop(parse("192.0.2.1"), 3));
            deleting.start();
            awaitWaiting(deleting);
            AtomicReference<Throwable> refusal = new AtomicReference<>();
            Thread adding = new Thread(() -> rip.addRoute(parse("10.0.0.0/8"), RouteInfo.via(hop)));
            adding.setUncaughtExceptionHandler((thread, thrown) -> refusal.set(thrown));
            adding.start();
            awaitWaiting(adding);

            goOn.countDown();
            deleting.join();
            adding.join();

            assertThat(refusal.get())
                    .hasMessage("the next hop 192.0.2.1 on interface 3 was deleted")
                    .extracting(thrown -> ((RtmException) thrown).status())
                    .isEqualTo(RtmStatus.INVALID_HANDLE);
            assertThat(rip.mostSpecific(parse("10.0.0.0/8"))).isEmpty();
        } finally {
            goOn.countDown();
            threads.shutdown();
        }
    }

    @Test
    void routes_that_list_a_deleted_next_hop_keep_it_until_they_are_updated() {
        NextHop hop = hop(rip, "192.0.2.1", 3);
        NextHop other = hop(rip, "192.0.2.2", 3);
        Route route = rip.addRoute(parse("10.0.0.0/8"), RouteInfo.via(hop).neighbour(hop)).handle();

        hop.reference().delete();

        RouteSnapshot before = route.info();
        assertThat(before.nextHops()).containsExactly(hop);
        assertThat(before.neighbour()).contains(hop);
        assertThat(before.nextHops().get(0).info().state()).isEqualTo(NextHopState.DELETED);
        assertRefused(
                () -> route.update(before.toInfo()),
                RtmStatus.INVALID_HANDLE,
                "the next hop 192.0.2.1 on interface 3 was deleted");

        route.update(RouteInfo.via(other));

        assertThat(route.info().nextHops()).containsExactly(other);
        assertThat(route.info().neighbour()).isEmpty();
    }

    @Test
    void adding_the_identity_of_a_deleted_next_hop_makes_a_new_one() {
        NextHop deleted = hop(rip, "192.0.2.1", 3);
        rip.deleteNextHop(parse("192.0.2.1"), 3);

        NextHopChange again = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3));

        assertThat(again.isNew()).isTrue();
        assertThat(again.handle()).isNotEqualTo(deleted);
        assertThat(again.handle().info().state()).isEqualTo(NextHopState.CREATED);
        assertThat(deleted.info().state()).isEqualTo(NextHopState.DELETED);
    }

    @Test
    void changing_a_deleted_next_hop_is_not_found_and_leaves_the_handle_with_the_caller() {
        NextHop hop = hop(rip, "192.0.2.1", 3);
        rip.deleteNextHop(parse("192.0.2.1"), 3);

        assertRefused(
                () -> hop.update(NextHopInfo.of("192.0.2.1", 3)),
                RtmStatus.NOT_FOUND,
                "next hop 192.0.2.1 on interface 3 was deleted");
        assertRefused(
                hop::delete, RtmStatus.NOT_FOUND, "next hop 192.0.2.1 on interface 3 was deleted");
        assertRefused(
                () -> rip.deleteNextHop(parse("192.0.2.1"), 3),
                RtmStatus.NOT_FOUND,
                "RIP-1 has no next hop 192.0.2.1 on interface 3");
        assertThat(rip.handleCounts()).containsEntry(HandleKind.NEXT_HOP, 1L);
        hop.close();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.NEXT_HOP, 0L);
    }

    @Test
    void deleting_by_handle_consumes_the_handle() {
        NextHop hop = hop(rip, "192.0.2.1", 3);

        hop.delete();

        assertThat(rip.handleCounts()).containsEntry(HandleKind.NEXT_HOP, 0L);
        assertRefused(
                hop::info,
                RtmStatus.INVALID_HANDLE,
                "the handle to next hop 192.0.2.1 on interface 3 was consumed by a delete");
        hop.close();
        assertThat(rip.handleCounts()).containsEntry(HandleKind.NEXT_HOP, 0L);
    }

    @Test
    void changing_or_deleting_a_next_hop_changes_no_destination() {
        NextHop hop = hop(rip, "192.0.2.1", 3);
        Route route = rip.addRoute(parse("10.0.0.0/8"), RouteInfo.via(hop)).handle();
        DestInfo before = info(rip, "10.0.0.0/8");
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        hop.update(NextHopInfo.of("192.0.2.1", 3).flags(NextHopFlags.DOWN));
        hop.delete();

        assertThat(observer.take()).isEmpty();
        assertThat(route.bestInViews()).isEqualTo(ViewSet.UNICAST);
        assertThat(info(rip, "10.0.0.0/8").lastChanged()).isEqualTo(before.lastChanged());
    }

    @Test
    void an_owner_that_wants_a_next_hops_change_announced_updates_its_routes() {
        NextHop hop = hop(rip, "192.0.2.1", 3);
        Route route = rip.addRoute(parse("10.0.0.0/8"), RouteInfo.via(hop)).handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        hop.update(NextHopInfo.of("192.0.2.1", 3).flags(NextHopFlags.DOWN));
        route.update(RouteInfo.via(hop));
        route.update(RouteInfo.via(hop));

        assertThat(observer.take())
                .containsExactly(
                        new Report(
                                parse("10.0.0.0/8"),
                                ViewSet.UNICAST,
                                ViewSet.UNICAST,
                                ViewSet.UNICAST,
                                ViewSet.ANY));
    }

    @Test
    void an_update_of_a_next_hop_that_says_nothing_new_gives_its_owner_nothing_to_announce() {
        NextHop hop = hop(rip, "192.0.2.1", 3);
        Route route = rip.addRoute(parse("10.0.0.0/8"), RouteInfo.via(hop)).handle();
        RecordingObserver observer = RecordingObserver.attachedTo(rip);

        hop.update(NextHopInfo.of("192.0.2.1", 3).entitySpecificInfo("private"));
        route.update(RouteInfo.via(hop));

        assertThat(observer.take()).isEmpty();
    }

    @Test
    void a_remote_next_hop_without_a_destination_is_resolved_on_reading_in_any_view() {
        NextHop remote =
                rip.addNextHop(NextHopInfo.of("192.0.2.1", 0).flags(NextHopFlags.REMOTE)).handle();
        assertThat(remote.info().remoteDestination()).isEmpty();

        rip.addRoute(parse("192.0.0.0/16"), RouteInfo.via());
        rip.addRoute(parse("192.0.2.0/24"), RouteInfo.via().views(ViewSet.MULTICAST));

        try (NextHopSnapshot info = remote.info()) {
            assertThat(info.remoteDestination())
                    .map(Destination::address)
                    .contains(parse("192.0.2.0/24"));
            assertThat(info.toInfo().remoteDestination()).isEmpty();
        }
    }

    @Test
    void a_next_hop_that_is_not_remote_has_no_destination() {
        rip.addRoute(parse("192.0.2.0/24"), RouteInfo.via());
        NextHop direct = hop(rip, "192.0.2.1", 3);

        assertThat(direct.info().remoteDestination()).isEmpty();
    }

    @Test
    void a_remote_next_hop_keeps_the_destination_that_its_owner_named() {
        Destination named = destination("10.0.0.0/8");
        destination("192.0.2.0/24");
        NextHop remote =
                rip.addNextHop(
                                NextHopInfo.of("192.0.2.1", 0)
                                        .flags(NextHopFlags.REMOTE)
                                        .remoteDestination(named))
                        .handle();

        try (NextHopSnapshot info = remote.info()) {
            assertThat(info.remoteDestination()).contains(named);
            assertThat(info.toInfo().remoteDestination()).contains(named);
        }
    }

    @Test
    void a_destination_for_a_next_hop_that_is_not_remote_is_refused() {
        Destination covering = destination("192.0.2.0/24");
        NextHop hop = hop(rip, "192.0.2.2", 3);

        assertRefused(
                () -> rip.addNextHop(NextHopInfo.of("192.0.2.1", 3).remoteDestination(covering)),
                RtmStatus.INVALID_PARAMETER,
                "next hop 192.0.2.1 names destination 192.0.2.0/24 without the flag REMOTE, which that needs");
        assertRefused(
                () -> hop.update(NextHopInfo.of("192.0.2.2", 3).remoteDestination(covering)),
                RtmStatus.INVALID_PARAMETER,
                "next hop 192.0.2.2 names destination 192.0.2.0/24 without the flag REMOTE, which that needs");
        assertThat(rip.findNextHop(parse("192.0.2.1"), 3)).isEmpty();
    }

    @Test
    void an_address_that_is_no_host_of_the_tables_family_is_refused() {
        assertRefused(
                () -> rip.addNextHop(NextHopInfo.of(parse("192.0.2.0/24"), 3)),
                RtmStatus.INVALID_PARAMETER,
                "the address of a next hop is that of a host, 192.0.2.0/24 is not");
        assertRefused(
                () -> rip.addNextHop(NextHopInfo.of("2001:db8::1", 3)),
                RtmStatus.INVALID_PARAMETER,
                "2001:db8::1/128 is not an IPv4 prefix, as this table needs");
        assertThat(rip.findNextHop(parse("2001:db8::1"), 3)).isEmpty();
        assertThat(enumerated(rip)).isEmpty();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.onSpinWait();
        }
    }

    private static NextHop hop(EntityRegistration owner, String address, int interfaceIndex) {
        return owner.addNextHop(NextHopInfo.of(address, interfaceIndex)).handle();
    }

    private Destination destination(String prefix) {
        rip.addRoute(parse(prefix), RouteInfo.via());
        return info(rip, prefix).destination();
    }

    private static DestInfo info(EntityRegistration reader, String prefix) {
        return reader.exactMatch(parse(prefix), ProtocolId.BEST, ViewSet.UNICAST).orElseThrow();
    }

    private static Route bestRoute(EntityRegistration reader, String prefix) {
        return info(reader, prefix).views().get(0).bestRoute().orElseThrow();
    }

    private static List<NextHop> enumerated(EntityRegistration owner) {
        try (TableEnumeration<NextHop> enumeration = owner.enumerateNextHops(EnumRange.all());
                Batch<NextHop> batch = enumeration.next(100)) {
            return batch.list();
        }
    }
}

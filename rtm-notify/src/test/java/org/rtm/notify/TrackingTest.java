package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.notify.Router.assertNoHandles;
import static org.rtm.notify.Router.assertRefused;
import static org.rtm.notify.Router.await;
import static org.rtm.notify.Router.prefix;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Resolution;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeNotifier.NextHopTracking;
import org.rtm.api.provider.RegisteredEntity;

/** Addresses that are tracked, on the real table. */
class TrackingTest {
    private static final int UNICAST = View.UNICAST.id();
    private static final NetAddress GATEWAY = prefix("192.0.2.1");
    private static final NetAddress TEN = prefix("10.0.0.0/8");

    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private Router router;
    private Notifier notifier;
    private EntityRegistration protocol;
    private EntityRegistration client;

    @BeforeEach
    void start() {
        router = new Router();
        notifier = new Notifier();
        protocol = router.register(1);
        client = router.register(2);
    }

    @AfterEach
    void stop() {
        notifier.stop();
        router.close();
    }

    @Test
    void the_listener_is_told_of_the_first_answer() throws Exception {
        add("192.0.2.0/24", direct("198.51.100.1"));

        track(GATEWAY);

        assertThat(next()).isEqualTo("198.51.100.1 for 192.0.2.0/24");
    }

    @Test
    void the_first_answer_may_be_that_there_is_no_way() throws Exception {
        track(GATEWAY);

        assertThat(next()).isEqualTo("DEAD_END for 0.0.0.0/0");
    }

    @Test
    void another_next_hop_is_told_of() throws Exception {
        add("192.0.2.0/24", direct("198.51.100.1"));
        track(GATEWAY);
        next();

        add("192.0.2.0/24", direct("198.51.100.2"));

        assertThat(next()).isEqualTo("198.51.100.2 for 192.0.2.0/24");
    }

    @Test
    void a_more_specific_route_is_told_of() throws Exception {
        add("192.0.0.0/16", direct("198.51.100.1"));
        track(GATEWAY);
        next();

        add("192.0.2.0/24", direct("198.51.100.2"));

        assertThat(next()).isEqualTo("198.51.100.2 for 192.0.2.0/24");
    }

    @Test
    void a_route_beside_the_address_is_told_of_because_the_range_is_smaller() throws Exception {
        add("192.0.2.0/24", direct("198.51.100.1"));
        track(GATEWAY);
        next();

        add("192.0.2.128/25", direct("198.51.100.2"));

        assertThat(next()).isEqualTo("198.51.100.1 for 192.0.2.0/25");
    }

    @Test
    void what_remote_next_hops_lead_through_is_tracked_too() throws Exception {
        add("10.0.0.0/8", direct("198.51.100.1"));
        add("172.16.0.0/16", remote("10.0.0.9"));
        add("192.0.2.0/24", remote("172.16.0.9"));
        track(GATEWAY);
        assertThat(next()).isEqualTo("198.51.100.1 for 192.0.2.0/24");

        add("10.0.0.0/24", direct("198.51.100.2"));

        assertThat(next()).isEqualTo("198.51.100.2 for 192.0.2.0/24");
    }

    @Test
    void a_change_elsewhere_is_not_told_of() throws Exception {
        add("192.0.2.0/24", direct("198.51.100.1"));
        track(GATEWAY);
        next();

        add("192.0.3.0/24", direct("198.51.100.2"));
        protocol.addRoute(prefix("192.0.2.0/25"), multicast());
        add("192.0.2.0/24", direct("198.51.100.3"));

        assertThat(next()).isEqualTo("198.51.100.3 for 192.0.2.0/24");
    }

    @Test
    void a_change_that_leaves_the_way_as_it_is_is_not_told_of() throws Exception {
        NextHop hop = direct("198.51.100.1");
        protocol.addRoute(prefix("192.0.2.0/24"), RouteInfo.via(hop).metric(1));
        track(GATEWAY);
        next();

        protocol.addRoute(prefix("192.0.2.0/24"), RouteInfo.via(hop).metric(2));
        add("192.0.2.0/25", direct("198.51.100.2"));

        assertThat(next()).isEqualTo("198.51.100.2 for 192.0.2.0/25");
    }

    @Test
    void a_withdrawal_is_not_hidden_by_the_same_route_that_comes_back() throws Exception {
        add("192.0.2.0/24", direct("198.51.100.1"));
        track(GATEWAY);
        next();

        whileTheLaneIsBusy(
                () -> {
                    delete("192.0.2.0/24");
                    add("192.0.2.0/24", direct("198.51.100.1"));
                });

        assertThat(next()).isEqualTo("198.51.100.1 for 192.0.2.0/24 interrupted");
    }

    @Test
    void nor_is_one_further_on_the_way() throws Exception {
        add("10.0.0.0/8", direct("198.51.100.1"));
        add("192.0.2.0/24", remote("10.0.0.9"));
        track(GATEWAY);
        next();

        whileTheLaneIsBusy(
                () -> {
                    delete("10.0.0.0/8");
                    add("10.0.0.0/8", direct("198.51.100.1"));
                });

        assertThat(next()).isEqualTo("198.51.100.1 for 192.0.2.0/24 interrupted");
    }

    @Test
    void changes_in_quick_succession_come_as_one() throws Exception {
        add("192.0.2.0/24", direct("198.51.100.1"));
        track(GATEWAY);
        next();

        whileTheLaneIsBusy(
                () -> {
                    for (int i = 2; i < 50; i++) {
                        add("192.0.2.0/24", direct("198.51.100." + i));
                    }
                });
        assertThat(next()).isEqualTo("198.51.100.49 for 192.0.2.0/24");
        add("192.0.2.0/24", direct("198.51.100.50"));

        assertThat(next()).isEqualTo("198.51.100.50 for 192.0.2.0/24");
    }

    @Test
    void a_change_in_another_view_is_not_told_of() throws Exception {
        track(GATEWAY);
        next();

        protocol.addRoute(prefix("192.0.2.0/24"), multicast());
        add("192.0.0.0/16", direct("198.51.100.1"));

        assertThat(next()).isEqualTo("198.51.100.1 for 192.0.0.0/16");
    }

    @Test
    void routes_behind_one_gateway_cost_one_call() throws Exception {
        add("192.0.2.0/24", direct("198.51.100.1"));
        NextHop gateway = remote("192.0.2.1");
        for (int i = 0; i < 10_000; i++) {
            protocol.addRoute(NetAddress.ipv4(0x0A000000 + (i << 8), 24), RouteInfo.via(gateway));
        }
        track(GATEWAY);
        next();

        add("192.0.2.0/24", direct("198.51.100.2"));
        assertThat(next()).isEqualTo("198.51.100.2 for 192.0.2.0/24");
        add("192.0.2.0/24", direct("198.51.100.3"));

        assertThat(next()).isEqualTo("198.51.100.3 for 192.0.2.0/24");
    }

    @Test
    void the_answer_of_now_can_be_asked_for() {
        try (NextHopTracking tracking = track(GATEWAY)) {
            add("192.0.2.0/24", direct("198.51.100.1"));

            assertThat(tracking.resolution()).isEqualTo(client.resolve(GATEWAY, UNICAST));
            assertThat(tracking.resolution().outcome()).isEqualTo(Resolution.Outcome.REACHABLE);
        }
    }

    @Test
    void an_ipv6_address_is_tracked_likewise() throws Exception {
        EntityRegistration ipv6 = router.registerIpv6(1);
        notifier.track(ipv6, prefix("2001:db8::1"), UNICAST, this::tell);
        next();

        try (NextHop hop = ipv6.addNextHop(NextHopInfo.of("2001:db8:f::1", 3)).handle()) {
            ipv6.addRoute(prefix("2001:db8::/64"), RouteInfo.via(hop));
        }

        assertThat(next()).isEqualTo("2001:db8:f::1 for 2001:db8::/64");
    }

    // Ends

    @Test
    void a_closed_tracking_tells_nothing_more_and_gives_its_handle_back() throws Exception {
        NextHopTracking closed = track(GATEWAY);
        next();
        assertThat(handles()).isEqualTo(1);

        closed.close();
        add("192.0.2.0/24", direct("198.51.100.1"));
        track(prefix("192.0.2.2"));

        assertThat(next()).isEqualTo("198.51.100.1 for 192.0.2.0/24");
        assertThat(told).isEmpty();
        assertThat(handles()).isEqualTo(1);
        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the tracking of 192.0.2.1 was closed",
                closed::resolution);
        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the tracking of 192.0.2.1 was closed before",
                closed::close);
    }

    @Test
    void a_tracking_ends_with_its_entity() throws Exception {
        NextHopTracking tracking = track(GATEWAY);
        next();

        client.close();
        tracking.close();

        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the registration of STATIC-2 has ended",
                tracking::resolution);
    }

    @Test
    void a_tracking_ends_with_the_notifier() throws Exception {
        NextHopTracking tracking = track(GATEWAY);
        next();

        notifier.stop();
        tracking.close();

        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "the notifier of the tracking of 192.0.2.1 has stopped",
                tracking::resolution);
        assertNoHandles(client);
        assertRefused(
                RtmStatus.INVALID_HANDLE,
                "this notifier has stopped",
                () -> notifier.track(client, GATEWAY, UNICAST, this::tell));
    }

    @Test
    void what_cannot_be_tracked_is_refused() {
        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                "10.0.0.0/8 is no address to resolve; allowed is a prefix of full length",
                () -> track(TEN));
        assertRefused(
                RtmStatus.INVALID_PARAMETER,
                "2001:db8::1/128 is not an IPv4 prefix, as this table needs",
                () -> track(prefix("2001:db8::1")));
        assertNoHandles(client);
    }

    // Words

    private NextHopTracking track(NetAddress address) {
        return notifier.track(client, address, UNICAST, this::tell);
    }

    private void tell(Resolution resolution, boolean interrupted) {
        List<String> hops = new ArrayList<>();
        resolution.forwarding().forEach(hop -> hops.add(hop.address().addressText()));
        told.add(
                "%s for %s%s"
                        .formatted(
                                hops.isEmpty() ? resolution.outcome() : String.join(", ", hops),
                                resolution.validFor(),
                                interrupted ? " interrupted" : ""));
    }

    private String next() throws InterruptedException {
        String text = told.poll(30, TimeUnit.SECONDS);
        return text == null ? "nothing" : text;
    }

    private void add(String prefix, NextHop nextHop) {
        protocol.addRoute(prefix(prefix), RouteInfo.via(nextHop));
        nextHop.close();
    }

    private static RouteInfo multicast() {
        return RouteInfo.via().views(ViewSet.MULTICAST);
    }

    private void delete(String prefix) {
        protocol.exactMatch(prefix(prefix), ProtocolId.BEST, ViewSet.UNICAST)
                .orElseThrow()
                .views()
                .get(0)
                .bestRoute()
                .orElseThrow()
                .delete();
    }

    private NextHop direct(String address) {
        return protocol.addNextHop(NextHopInfo.of(address, 3)).handle();
    }

    private NextHop remote(String address) {
        return protocol.addNextHop(NextHopInfo.of(address, 0).flags(NextHopFlags.REMOTE)).handle();
    }

    private void whileTheLaneIsBusy(Runnable action) {
        CountDownLatch isBusy = new CountDownLatch(1);
        CountDownLatch isOver = new CountDownLatch(1);
        RegisteredEntity.of(client)
                .submit(
                        () -> {
                            isBusy.countDown();
                            await(isOver);
                        });
        await(isBusy);
        action.run();
        isOver.countDown();
    }

    private long handles() {
        return client.handleCounts().get(HandleKind.TRACKING);
    }
}

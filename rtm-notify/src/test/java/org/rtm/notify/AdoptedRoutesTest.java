package org.rtm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.notify.Router.prefix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;

/** What the clients of change notification are told when an owner ends and comes back. */
class AdoptedRoutesTest {
    private static final int ROUTES = 20_000;

    /** About as many as the Internet's table has. */
    private static final int MOST = 900_000;

    private final Router router = new Router();
    private final Notifier notifier = new Notifier();
    private final EntityRegistration client = router.register(2);
    private final ChangeRegistration changes =
            notifier.register(client, ChangeRequest.of(ChangeType.ALL), Optional.empty());
    private EntityRegistration protocol = registerProtocol();

    @AfterEach
    void stop() {
        notifier.stop();
        router.close();
    }

    @Test
    void routes_that_are_left_taken_up_and_added_again_are_no_change_however_many() {
        add(MOST);
        pending();

        protocol.close();
        protocol = registerProtocol();
        add(MOST);
        protocol.refreshComplete();

        assertThat(pending()).isEmpty();
        assertThat(router.monitor().instances().get(0).tables().get(0).routes()).isEqualTo(MOST);
    }

    @Test
    void what_has_changed_meanwhile_is_told_and_so_is_what_has_gone() {
        add(ROUTES);
        pending();

        protocol.close();
        protocol = registerProtocol();
        NextHop hop = protocol.findNextHop(NetAddress.parse("192.0.2.1"), 1).orElseThrow();
        for (int i = 2; i < ROUTES; i++) {
            protocol.addRoute(route(i), RouteInfo.via(hop).neighbour(hop).metric(i == 7 ? 2 : 1));
        }
        assertThat(pending()).containsExactly(route(7));
        protocol.refreshComplete();

        assertThat(pending()).containsExactly(route(0), route(1));
    }

    @Test
    void what_nobody_comes_back_for_is_told_when_it_goes() {
        protocol.addRoute(prefix("10.0.0.0/8"), RouteInfo.via());
        pending();
        protocol.close();
        assertThat(pending()).isEmpty();

        registerProtocol().refreshComplete();

        try (ChangedDests batch = changes.fetch(10)) {
            DestInfo gone = batch.stream().findFirst().orElseThrow();
            assertThat(gone.address()).isEqualTo(prefix("10.0.0.0/8"));
            assertThat(gone.view(0).orElseThrow().bestRoute()).isEmpty();
        }
    }

    private EntityRegistration registerProtocol() {
        return router.manager()
                .register(
                        EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1),
                        EntityOptions.NONE.retention(Duration.ofMinutes(5)));
    }

    private void add(int count) {
        NextHop hop = protocol.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle();
        for (int i = 0; i < count; i++) {
            protocol.addRoute(route(i), RouteInfo.via(hop).neighbour(hop).metric(1));
        }
    }

    private static NetAddress route(int number) {
        return NetAddress.ipv4(0x0A000000 + (number << 8), 24);
    }

    private List<NetAddress> pending() {
        List<NetAddress> all = new ArrayList<>();
        List<NetAddress> some;
        do {
            try (ChangedDests batch = changes.fetch(100)) {
                some = batch.stream().map(DestInfo::address).toList();
            }
            all.addAll(some);
        } while (!some.isEmpty());
        return all;
    }
}

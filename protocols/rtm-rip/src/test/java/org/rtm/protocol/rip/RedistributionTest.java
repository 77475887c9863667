package org.rtm.protocol.rip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.notify.Notifier;
import org.rtm.protocol.rip.engine.ExternalRoute;

class RedistributionTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final NetAddress ELEVEN = NetAddress.parse("11.0.0.0/8");

    private final TestTable table = new TestTable();
    private final Notifier notifier = new Notifier();
    private final EntityRegistration rip = table.register(ProtocolId.RIP, EntityOptions.NONE);
    private final EntityRegistration statics =
            table.register(ProtocolId.NT_STATIC, EntityOptions.NONE);
    private final EntityRegistration ospf = table.register(ProtocolId.OSPF, EntityOptions.NONE);
    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private Executor thread = Runnable::run;
    private final Redistribution redistribution =
            new Redistribution(
                    rip.info().id(),
                    task -> thread.execute(task),
                    Map.of(ProtocolId.NT_STATIC, 2, ProtocolId.RIP, 3),
                    heard::add,
                    heard::add);

    @AfterEach
    void close() {
        // What was fetched was given back; the registration itself is still open.
        assertThat(rip.handleCounts())
                .allSatisfy(
                        (kind, count) ->
                                assertThat(count)
                                        .as("%s", kind)
                                        .isEqualTo(kind == HandleKind.CHANGE_REGISTRATION ? 1 : 0));
        table.close();
    }

    @Test
    void best_routes_of_a_redistributed_protocol_are_told_those_from_before_too() {
        try (NextHop gateway = statics.addNextHop(NextHopInfo.of("192.0.2.9", 1)).handle()) {
            statics.addRoute(TEN, RouteInfo.via(gateway).metric(77).tag(5));
        }

        redistribution.follow(rip, notifier);
        TestTable.settle(rip);
        statics.addRoute(ELEVEN, RouteInfo.via());
        TestTable.settle(rip);

        assertThat(heard)
                .containsExactly(
                        new ExternalRoute(TEN, 2, 5, Optional.of(NetAddress.parse("192.0.2.9"))),
                        new ExternalRoute(ELEVEN, 2, 0, Optional.empty()));
    }

    @Test
    void it_is_complete_once_the_table_was_seen_from_end_to_end() {
        for (int i = 0; i < 250; i++) {
            statics.addRoute(NetAddress.parse("10.%d.0.0/16".formatted(i)), RouteInfo.via());
        }
        boolean isCompleteBefore = redistribution.isComplete();

        redistribution.follow(rip, notifier);
        TestTable.settle(rip);

        assertThat(isCompleteBefore).isFalse();
        assertThat(redistribution.isComplete()).isTrue();
        assertThat(heard).hasSize(250);
    }

    @Test
    void other_protocols_routes_own_routes_and_own_addresses_are_not_told() {
        redistribution.follow(rip, notifier);

        ospf.addRoute(TEN, RouteInfo.via());
        rip.addRoute(ELEVEN, RouteInfo.via());
        statics.addRoute(NetAddress.parse("192.0.2.1"), RouteInfo.via().flags(RouteFlags.MYSELF));
        TestTable.settle(rip);

        assertThat(heard).isEmpty();
    }

    @Test
    void when_another_protocols_route_becomes_best_the_redistributed_one_is_withdrawn() {
        statics.addRoute(TEN, RouteInfo.via());
        redistribution.follow(rip, notifier);
        TestTable.settle(rip);
        heard.clear();

        try (Route better = ospf.addRoute(TEN, RouteInfo.via().preference(1)).handle()) {
            TestTable.settle(rip);
            assertThat(heard).containsExactly(TEN);

            better.delete();
        }
        TestTable.settle(rip);

        assertThat(heard).containsExactly(TEN, new ExternalRoute(TEN, 2, 0, Optional.empty()));
    }

    @Test
    void a_route_that_is_deleted_is_withdrawn() {
        redistribution.follow(rip, notifier);
        try (Route route = statics.addRoute(TEN, RouteInfo.via()).handle()) {
            TestTable.settle(rip);

            route.delete();
        }
        TestTable.settle(rip);

        assertThat(heard).containsExactly(new ExternalRoute(TEN, 2, 0, Optional.empty()), TEN);
    }

    @Test
    void a_change_of_the_tag_alone_is_told() {
        statics.addRoute(TEN, RouteInfo.via().tag(5));
        redistribution.follow(rip, notifier);
        TestTable.settle(rip);

        statics.addRoute(TEN, RouteInfo.via().tag(6));
        TestTable.settle(rip);

        assertThat(heard)
                .containsExactly(
                        new ExternalRoute(TEN, 2, 5, Optional.empty()),
                        new ExternalRoute(TEN, 2, 6, Optional.empty()));
    }

    @Test
    void however_much_changes_one_fetch_waits_for_the_thread() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        thread = waiting::add;
        redistribution.follow(rip, notifier);
        TestTable.settle(rip);

        for (int i = 0; i < 5; i++) {
            statics.addRoute(NetAddress.parse("10.%d.0.0/16".formatted(i)), RouteInfo.via());
            TestTable.settle(rip);
        }

        assertThat(waiting).hasSize(1);
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
        assertThat(heard).hasSize(5);
    }

    @Test
    void following_ends_quietly_with_the_registration_and_the_next_one_goes_on() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        thread = waiting::add;
        statics.addRoute(TEN, RouteInfo.via());
        ChangeRegistration closed = redistribution.follow(rip, notifier);
        TestTable.settle(rip);

        closed.close();
        waiting.remove().run();

        assertThat(waiting).isEmpty();
        assertThat(heard).isEmpty();
        thread = Runnable::run;
        redistribution.follow(rip, notifier);
        TestTable.settle(rip);
        assertThat(heard).containsExactly(new ExternalRoute(TEN, 2, 0, Optional.empty()));
    }

    @Test
    void what_went_while_no_notifier_was_there_is_withdrawn_with_the_next_and_nothing_else() {
        statics.addRoute(ELEVEN, RouteInfo.via());
        ChangeRegistration changes = redistribution.follow(rip, notifier);
        try (Route route = statics.addRoute(TEN, RouteInfo.via()).handle()) {
            TestTable.settle(rip);
            changes.close();
            heard.clear();

            route.delete();
        }
        redistribution.follow(rip, new Notifier());
        TestTable.settle(rip);

        assertThat(heard).containsExactly(new ExternalRoute(ELEVEN, 2, 0, Optional.empty()), TEN);
    }
}

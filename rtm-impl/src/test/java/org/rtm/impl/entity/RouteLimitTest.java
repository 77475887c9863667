package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rtm.impl.TestRouter.assertRefused;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;
import org.rtm.impl.TestRouter;

/** A runaway protocol cannot fill the router's memory. */
class RouteLimitTest {
    private final TestRouter router =
            new TestRouter(Map.of("routes.in.entity", 10, "routes.in.table", 15));
    private final EntityRegistration rip = router.register(ProtocolId.RIP, 1);
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void an_entity_is_refused_more_routes_than_are_configured_and_keeps_those_it_has() {
        fill(rip, 0, 10);

        assertRefused(
                () -> rip.addRoute(prefix(10), RouteInfo.via()),
                RtmStatus.NO_SYSTEM_RESOURCES,
                "RIP-1 has 10 routes, and routes.in.entity allows 10");

        assertThat(rip.mostSpecific(prefix(10))).isEmpty();
        assertThat(rip.mostSpecific(prefix(9))).isPresent();
        assertThat(rip.addRoute(prefix(3), RouteInfo.via().metric(7)).isNew()).isFalse();
    }

    @Test
    void all_entities_together_are_refused_more_routes_than_the_table_may_have() {
        fill(rip, 0, 10);
        fill(ospf, 0, 5);

        assertRefused(
                () -> ospf.addRoute(prefix(5), RouteInfo.via(), AddRouteOptions.NONE.alwaysNew()),
                RtmStatus.NO_SYSTEM_RESOURCES,
                "the table has 15 routes, and routes.in.table allows 15");
    }

    @Test
    void a_route_that_goes_makes_room() {
        fill(rip, 0, 9);
        Route last = rip.addRoute(prefix(9), RouteInfo.via()).handle();

        last.delete();

        assertThat(rip.addRoute(prefix(10), RouteInfo.via()).isNew()).isTrue();
    }

    @Test
    void at_eighty_per_cent_a_warning_is_logged() {
        fill(rip, 0, 7);
        assertThat(router.logged()).isEmpty();

        fill(rip, 7, 8);

        assertThat(router.logged())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.level()).isEqualTo("WARN");
                            assertThat(it.message())
                                    .isEqualTo(
                                            "RIP-1 has 8 routes now, 80 % of what routes.in.entity allows: 10");
                        });
    }

    @Test
    void at_eighty_per_cent_of_what_the_table_may_have_a_warning_is_logged() {
        fill(rip, 0, 7);
        fill(ospf, 0, 4);
        assertThat(router.logged()).isEmpty();

        fill(ospf, 4, 5);

        assertThat(router.logged())
                .extracting(TestRouter.Logged::message)
                .containsExactly(
                        "the table has 12 routes now, 80 % of what routes.in.table allows: 15");
    }

    @Test
    void a_route_that_is_refused_is_not_warned_of() {
        fill(rip, 0, 7);
        fill(ospf, 0, 8);

        assertThatThrownBy(() -> rip.addRoute(prefix(7), RouteInfo.via()))
                .hasMessage("the table has 15 routes, and routes.in.table allows 15");

        assertThat(router.logged())
                .extracting(TestRouter.Logged::message)
                .noneMatch(message -> message.startsWith("RIP-1"));
    }

    @Test
    void a_lower_limit_leaves_the_routes_that_there_are() {
        fill(rip, 0, 8);

        router.configure(Map.of("routes.in.entity", 5));

        assertThat(rip.mostSpecific(prefix(7))).isPresent();
        assertRefused(
                () -> rip.addRoute(prefix(8), RouteInfo.via()),
                RtmStatus.NO_SYSTEM_RESOURCES,
                "RIP-1 has 8 routes, and routes.in.entity allows 5");
    }

    private static void fill(EntityRegistration entity, int from, int to) {
        for (int i = from; i < to; i++) {
            entity.addRoute(prefix(i), RouteInfo.via());
        }
    }

    private static NetAddress prefix(int number) {
        return NetAddress.ipv4(0x0A000000 | number << 16, 16);
    }
}

package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.conformance.TableContent.BOTH;
import static org.rtm.conformance.TableContent.TEN;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.bestOwner;
import static org.rtm.conformance.TableContent.exact;
import static org.rtm.conformance.TableContent.held;
import static org.rtm.conformance.TableContent.unicast;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;

class RtmGetDestInfoTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void a_destination_tells_what_is_known_of_it() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via().flags(RouteFlags.LOCAL));

        DestInfo info = destination().info(ProtocolId.BEST, ViewSet.UNICAST);

        assertThat(info.destination()).isEqualTo(destination());
        assertThat(info.address()).isEqualTo(TEN);
        assertThat(info.belongsToViews()).isEqualTo(ViewSet.UNICAST);
        ViewInfo view = unicast(info);
        assertThat(view.routeCount()).isEqualTo(1);
        assertThat(view.bestRoute()).contains(route);
        assertThat(view.bestRouteOwner()).contains(rip.entity());
        assertThat(view.flags()).isEqualTo(RouteFlags.LOCAL);
        assertThat(view.heldRoute()).isEmpty();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_destination_that_was_given_back_is_an_invalid_handle() {
        add(rip, "10.0.0.0/8");
        Destination given = destination();

        given.close();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE, () -> given.info(ProtocolId.BEST, ViewSet.ANY));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void after_the_registration_ended_the_handle_is_invalid() {
        add(rip, "10.0.0.0/8");
        Destination destination = destination();

        rip.close();

        Router.assertRefused(
                RtmStatus.INVALID_HANDLE, () -> destination.info(ProtocolId.BEST, ViewSet.ANY));
    }

    @Test
    void each_target_view_has_its_element_in_ascending_order_and_any_view_has_none() {
        add(rip, "10.0.0.0/8", RouteInfo.via().views(ViewSet.MULTICAST));

        assertThat(destination().info(ProtocolId.BEST, BOTH).views())
                .extracting(ViewInfo::viewId)
                .containsExactly(0, 1);
        assertThat(destination().info(ProtocolId.BEST, ViewSet.ANY).views()).isEmpty();
        assertThat(destination().info(ProtocolId.BEST, ViewSet.UNICAST).views())
                .extracting(ViewInfo::routeCount)
                .containsExactly(0);
    }

    @Test
    void the_protocol_selects_the_route_that_is_told() {
        add(rip, "10.0.0.0/8");
        add(ospf, "10.0.0.0/8");

        assertThat(told(ProtocolId.BEST)).isEqualTo("OSPF-1");
        assertThat(told(ProtocolId.THIS)).isEqualTo("RIP-1");
        assertThat(told(ProtocolId.OSPF)).isEqualTo("OSPF-1");
        assertThat(told(ProtocolId.BGP)).isEqualTo("none");
    }

    @Test
    void all_routes_in_the_view_are_counted_whatever_the_protocol_and_though_inactive() {
        add(rip, "10.0.0.0/8");
        add(ospf, "10.0.0.0/8", RouteInfo.via().views(BOTH));
        add(router.register(ProtocolId.LOCAL, 1), "10.0.0.0/8", inactive());

        assertThat(destination().info(ProtocolId.RIP, BOTH).views())
                .extracting(ViewInfo::routeCount)
                .containsExactly(3, 1);
    }

    @Test
    void a_destination_whose_routes_have_gone_is_told_without_routes() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());
        Destination destination = destination();

        route.delete();

        DestInfo info = destination.info(ProtocolId.BEST, ViewSet.UNICAST);
        assertThat(info.address()).isEqualTo(TEN);
        assertThat(info.belongsToViews()).isEqualTo(ViewSet.of());
        assertThat(unicast(info).routeCount()).isZero();
        assertThat(unicast(info).bestRoute()).isEmpty();
        assertThat(unicast(info).flags()).isEqualTo(RouteFlags.NONE);
    }

    @Test
    void an_old_handle_sees_the_routes_that_come_later() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());
        Destination old = destination();
        route.delete();

        add(ospf, "10.0.0.0/8");

        assertThat(bestOwner(old.info(ProtocolId.BEST, ViewSet.UNICAST))).contains("OSPF-1");
        assertThat(destination()).isEqualTo(old);
    }

    @Test
    void a_held_route_is_told_with_any_set_of_views() {
        Destination destination = held(rip, "10.0.0.0/8");

        ViewInfo view = unicast(destination.info(ProtocolId.BEST, ViewSet.UNICAST));

        assertThat(view.heldRoute().orElseThrow().info().state()).isEqualTo(RouteState.DELETING);
        assertThat(view.routeCount()).isZero();
        assertThat(view.bestRoute()).isEmpty();
    }

    @Test
    void an_information_stays_as_it_was_while_the_destination_changes() {
        add(rip, "10.0.0.0/8");
        DestInfo before = destination().info(ProtocolId.BEST, ViewSet.UNICAST);

        add(ospf, "10.0.0.0/8");

        assertThat(unicast(before).routeCount()).isEqualTo(1);
        assertThat(bestOwner(before)).contains("RIP-1");
    }

    @Test
    void it_tells_when_anything_about_the_routes_last_changed() {
        add(rip, "10.0.0.0/8");
        Route worse = add(ospf, "10.0.0.0/8", RouteInfo.via().preference(250));
        Instant before = lastChanged();

        Router.await(
                "a change at a later time",
                () -> {
                    worse.update(RouteInfo.via().preference(251));
                    worse.update(RouteInfo.via().preference(250));
                    return lastChanged().isAfter(before);
                });
    }

    @Test
    void an_update_that_changes_nothing_is_no_change() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via());
        Instant before = lastChanged();
        Router.await("a later time", () -> Instant.now().isAfter(before.plusMillis(1)));

        route.update(RouteInfo.via());

        assertThat(lastChanged()).isEqualTo(before);
    }

    @Test
    void a_locked_destination_tells_its_last_committed_state() {
        Route route = add(rip, "10.0.0.0/8", RouteInfo.via().metric(1));

        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
            lock.prefInfo(new PrefInfo(120, 2));

            assertThat(bestMetric()).isEqualTo(1);
            lock.commit(AddRouteOptions.NONE);
            assertThat(bestMetric()).isEqualTo(2);
        }
    }

    @Test
    void a_view_that_is_not_supported_is_refused() {
        add(rip, "10.0.0.0/8");
        Destination destination = destination();

        Router.assertRefused(
                RtmStatus.NOT_SUPPORTED, () -> destination.info(ProtocolId.BEST, ViewSet.of(7)));
    }

    private Destination destination() {
        return exact(rip, "10.0.0.0/8").destination();
    }

    private String told(ProtocolId protocol) {
        return bestOwner(destination().info(protocol, ViewSet.UNICAST)).orElse("none");
    }

    private Instant lastChanged() {
        return destination().info(ProtocolId.BEST, ViewSet.ANY).lastChanged();
    }

    private long bestMetric() {
        Route best =
                unicast(destination().info(ProtocolId.BEST, ViewSet.UNICAST))
                        .bestRoute()
                        .orElseThrow();
        return best.info().prefInfo().metric();
    }

    private static RouteInfo inactive() {
        return RouteInfo.via().flags(RouteFlags.INACTIVE);
    }
}

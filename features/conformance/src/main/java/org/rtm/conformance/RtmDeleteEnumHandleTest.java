package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.rtm.conformance.TableContent.add;
import static org.rtm.conformance.TableContent.counts;
import static org.rtm.conformance.TableContent.hop;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityRegistration;
import org.rtm.api.EnumRange;
import org.rtm.api.HandleKind;
import org.rtm.api.Route;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteState;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;

class RtmDeleteEnumHandleTest {
    @RegisterExtension final Router router = new Router();

    private final EntityRegistration rip = router.register();

    @Test
    @ReturnCodes("NO_ERROR")
    void enumerations_of_every_kind_are_deleted() {
        List<TableEnumeration<?>> enumerations = enumerations();
        assertThat(counts(rip)).containsEntry(HandleKind.ENUMERATION, 4L);

        enumerations.forEach(TableEnumeration::close);

        assertThat(counts(rip)).doesNotContainKey(HandleKind.ENUMERATION);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void an_enumeration_that_was_deleted_is_an_invalid_handle() {
        for (TableEnumeration<?> enumeration : enumerations()) {
            enumeration.close();

            Router.assertRefused(RtmStatus.INVALID_HANDLE, enumeration::close);
            Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> enumeration.next(1));
        }
    }

    @Test
    void one_that_has_reached_its_end_is_still_to_be_deleted() {
        TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL);
        assertThat(enumeration.next(1)).isEmpty();
        assertThat(counts(rip)).isEqualTo(Map.of(HandleKind.ENUMERATION, 1L));

        enumeration.close();

        assertThat(counts(rip)).isEmpty();
    }

    @Test
    void the_handles_that_it_gave_out_stay() {
        add(rip, "10.0.0.0/8");
        TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL);
        Route route = enumeration.next(1).list().get(0);

        enumeration.close();

        assertThat(route.info().state()).isEqualTo(RouteState.CREATED);
        assertThat(counts(rip)).containsEntry(HandleKind.ROUTE, 1L);
    }

    @Test
    void no_other_enumeration_is_touched() {
        rip.addRoute(TableContent.TEN, RouteInfo.via());
        TableEnumeration<Route> enumeration = rip.enumerateRoutes(RouteQuery.ALL);

        rip.enumerateRoutes(RouteQuery.ALL).close();

        assertThat(enumeration.next(1)).hasSize(1);
    }

    @Test
    void after_the_registration_ended_it_does_nothing() {
        List<TableEnumeration<?>> enumerations = enumerations();

        rip.close();

        assertThat(enumerations)
                .allSatisfy(
                        enumeration ->
                                assertThatCode(enumeration::close).doesNotThrowAnyException());
    }

    private List<TableEnumeration<?>> enumerations() {
        hop(rip, "192.0.2.1", 1).close();
        RouteList list = rip.createRouteList();
        return List.of(
                rip.enumerateDestinations(DestinationQuery.ALL),
                rip.enumerateRoutes(RouteQuery.ALL),
                rip.enumerateNextHops(EnumRange.all()),
                list.enumerate());
    }
}

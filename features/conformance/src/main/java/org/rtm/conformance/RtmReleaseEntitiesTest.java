package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Batch;
import org.rtm.api.Entity;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmStatus;

class RtmReleaseEntitiesTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();
    private final EntityRegistration ospf = router.register(ProtocolId.OSPF, 1);

    @Test
    @ReturnCodes("NO_ERROR")
    void what_an_enumeration_gave_is_given_back_together() {
        List<Entity> entities = rip.entities().list();

        rip.release(entities);

        assertThat(Handles.count(rip, HandleKind.ENTITY)).isZero();
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void a_batch_gives_back_what_is_still_open_in_it() {
        Batch<Entity> entities = rip.entities();
        entities.list().get(0).close();

        entities.close();

        assertThat(Handles.count(rip, HandleKind.ENTITY)).isZero();
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void what_was_given_back_cannot_be_given_back_again_nor_used() {
        Entity entity = rip.entity();
        rip.release(List.of(entity));

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(List.of(entity)));
        Router.assertRefused(RtmStatus.INVALID_HANDLE, entity::close);
        Router.assertRefused(RtmStatus.INVALID_HANDLE, entity::info);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void one_bad_handle_leaves_all_with_the_caller() {
        Entity good = rip.entity();
        Entity bad = rip.entity();
        bad.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(List.of(good, bad)));

        assertThat(good.info()).isEqualTo(rip.info());
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_named_twice_is_refused() {
        Entity entity = rip.entity();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(List.of(entity, entity)));

        assertThat(entity.info()).isEqualTo(rip.info());
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_of_another_client_is_refused_and_stays_with_it() {
        Entity others = ospf.entity();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(List.of(others)));

        assertThat(others.info()).isEqualTo(ospf.info());
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void whoever_has_deregistered_gives_back_no_more() {
        Entity entity = rip.entity();

        rip.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> rip.release(List.of(entity)));
    }

    @Test
    void giving_back_none_is_a_success() {
        rip.release(List.of());
    }

    @Test
    void entity_handles_from_elsewhere_are_given_back_too() {
        ospf.addRoute(TEN, RouteInfo.via());
        Entity owner;
        try (RouteSnapshot route = Handles.route(rip, TEN).info()) {
            owner = route.owner().reference();
        }

        rip.release(List.of(owner));

        assertThat(Handles.count(rip, HandleKind.ENTITY)).isZero();
    }
}

package org.rtm.shell.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.shell.TestRouter;

class ShellEntitiesTest {
    private final TestRouter router = new TestRouter();
    private final ShellEntities entities = router.entities;

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void nothing_is_registered_until_it_is_needed_and_then_once_for_all_sessions() {
        assertThat(registered(AddressFamily.IPV4)).isEmpty();

        EntityRegistration first = entities.operator(0, AddressFamily.IPV4);

        assertThat(entities.operator(0, AddressFamily.IPV4)).isSameAs(first);
        assertThat(registered(AddressFamily.IPV4)).containsExactly("NETMGMT-1 shell");
        assertThat(registered(AddressFamily.IPV6)).isEmpty();
    }

    @Test
    void another_management_entity_keeps_its_identity() {
        router.register(AddressFamily.IPV4, ProtocolId.NETMGMT, 1);

        entities.operator(0, AddressFamily.IPV4);

        assertThat(registered(AddressFamily.IPV4))
                .containsExactly("NETMGMT-1 NETMGMT-1", "NETMGMT-2 shell");
    }

    @Test
    void a_registration_that_has_ended_is_made_again() {
        EntityRegistration ended = entities.operator(0, AddressFamily.IPV4);
        router.configure(Map.of("instance", 0, "views", "0=unicast, 4=voice"));
        assertThatThrownBy(ended::entity).isInstanceOf(RtmException.class);

        EntityRegistration again = entities.operator(0, AddressFamily.IPV4);

        assertThat(again.profile().views()).extracting("name").containsExactly("unicast", "voice");
    }

    @Test
    void the_entities_of_an_instance_end_when_its_manager_goes() {
        RoutingTableManager third = router.manager(3);
        router.configure(Map.of("instance", 3));
        entities.addManager(third);
        EntityRegistration inThird = entities.operator(3, AddressFamily.IPV4);
        EntityRegistration inFirst = entities.operator(0, AddressFamily.IPV4);

        entities.removeManager(third);

        assertThatThrownBy(inThird::entity).isInstanceOf(RtmException.class);
        inFirst.entity().close();
    }

    @Test
    void what_was_imported_goes_with_its_entity_and_what_was_added_stays() {
        NetAddress prefix = NetAddress.parse("10.0.0.0/8");
        entities.importer(0, AddressFamily.IPV4).addRoute(prefix, RouteInfo.via());
        entities.operator(0, AddressFamily.IPV4).addRoute(prefix, RouteInfo.via());

        entities.withdrawImported(0, AddressFamily.IPV4);

        assertThat(entities.existingImporter(0, AddressFamily.IPV4)).isEmpty();
        assertThat(entities.table(0, AddressFamily.IPV4).routes()).isEqualTo(1);
    }

    @Test
    void all_end_when_the_shell_stops() {
        entities.operator(0, AddressFamily.IPV4);
        entities.importer(0, AddressFamily.IPV6);

        entities.close();

        assertThat(registered(AddressFamily.IPV4)).isEmpty();
        assertThat(registered(AddressFamily.IPV6)).isEmpty();
    }

    private List<String> registered(AddressFamily family) {
        return entities.table(0, family).entities().stream()
                .map(EntityStatus::info)
                .map(info -> info.id() + " " + info.name())
                .toList();
    }
}

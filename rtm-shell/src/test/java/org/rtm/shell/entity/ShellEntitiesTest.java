package org.rtm.shell.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.provider.RegisteredEntity;
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

    @Test
    void a_shell_that_comes_back_takes_up_its_routes_and_nobody_hears_of_a_change() {
        EntityRegistration other = router.register(AddressFamily.IPV4, ProtocolId.OSPF, 1);
        EntityRegistration importer = entities.importer(0, AddressFamily.IPV4);
        NextHop hop = importer.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle();
        for (int i = 0; i < 1_000; i++) {
            importer.addRoute(NetAddress.ipv4(0x0A000000 + (i << 8), 24), RouteInfo.via(hop));
        }
        entities.operator(0, AddressFamily.IPV4)
                .addRoute(NetAddress.parse("11.0.0.0/8"), RouteInfo.via().preference(3));
        List<NetAddress> changed = new CopyOnWriteArrayList<>();
        RegisteredEntity.of(other)
                .table()
                .attach((prefix, all, best, forwarding, gone) -> changed.add(prefix.address()));

        entities.close();
        assertThat(stale()).containsExactly(1_000L, 1L);
        ShellEntities next = router.startAgain();
        awaitNothingStale();

        assertThat(changed).isEmpty();
        assertThat(registered(AddressFamily.IPV4))
                .containsExactlyInAnyOrder("OSPF-1 OSPF-1", "OTHER-1 import", "NETMGMT-1 shell");
        assertThat(next.table(0, AddressFamily.IPV4).routes()).isEqualTo(1_001);
        assertThat(
                        next.existingImporter(0, AddressFamily.IPV4)
                                .orElseThrow()
                                .findNextHop(NetAddress.parse("192.0.2.1"), 1))
                .isPresent();
        next.withdrawImported(0, AddressFamily.IPV4);
        assertThat(next.table(0, AddressFamily.IPV4).routes()).isEqualTo(1);
        next.close();
    }

    @Test
    void a_shell_that_stops_while_it_takes_up_its_routes_gives_all_back_and_leaves_all_again() {
        EntityRegistration importer = entities.importer(0, AddressFamily.IPV4);
        long routes = 50_000;
        for (int i = 0; i < routes; i++) {
            importer.addRoute(NetAddress.ipv4(0x0A000000 + (i << 8), 24), RouteInfo.via());
        }
        entities.close();

        ShellEntities again = router.startAgain();
        await(() -> stale().get(0) < routes);
        again.close();

        assertThat(router.warnings).isEmpty();
        assertThat(stale()).containsExactly(routes);
        ShellEntities next = router.startAgain();
        awaitNothingStale();
        assertThat(next.table(0, AddressFamily.IPV4).routes()).isEqualTo(routes);
        next.close();
    }

    @Test
    void the_routes_that_another_management_entity_comes_back_for_are_not_taken() {
        EntityRegistration other =
                router.manager(0)
                        .register(
                                EntityInfo.of(AddressFamily.IPV4, ProtocolId.NETMGMT, 1),
                                EntityOptions.NONE.retention(Duration.ofMinutes(1)));
        other.addRoute(NetAddress.parse("10.0.0.0/8"), RouteInfo.via());
        other.close();

        entities.operator(0, AddressFamily.IPV4);

        assertThat(registered(AddressFamily.IPV4))
                .containsExactly("NETMGMT-1 NETMGMT-1", "NETMGMT-2 shell");
        assertThat(stale()).containsExactly(1L, 0L);
    }

    private List<Long> stale() {
        return router.entities.table(0, AddressFamily.IPV4).entities().stream()
                .filter(entity -> !entity.info().name().equals("OSPF-1"))
                .map(EntityStatus::staleRoutes)
                .toList();
    }

    private void awaitNothingStale() {
        await(() -> stale().stream().allMatch(routes -> routes == 0));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(end - System.nanoTime()).as("nanoseconds left to wait").isPositive();
            Thread.onSpinWait();
        }
    }

    private List<String> registered(AddressFamily family) {
        return entities.table(0, family).entities().stream()
                .map(EntityStatus::info)
                .map(info -> info.id() + " " + info.name())
                .toList();
    }
}

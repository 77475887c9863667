package org.rtm.webconsole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;

/** What a page of the table shows. */
class RoutePageTest {
    private final TestTables rtm = new TestTables();
    private final EntityRegistration rip = rtm.register(ProtocolId.RIP);
    private final EntityRegistration statics = rtm.register(ProtocolId.NT_STATIC);

    @BeforeEach
    void fill() {
        TestTables.add(rip, "10.0.0.0/8", "192.0.2.1");
        TestTables.add(statics, "10.0.0.0/8", "192.0.2.2");
        TestTables.add(rip, "10.1.0.0/16", "192.0.2.1");
        TestTables.add(rip, "11.0.0.0/8", "192.0.2.1");
    }

    @AfterEach
    void close() {
        rtm.close();
    }

    @Test
    void all_routes_come_by_destination_the_best_first() {
        assertThat(found(Map.of()))
                .containsExactly(
                        "10.0.0.0/8 STATIC-1",
                        "10.0.0.0/8 RIP-1",
                        "10.1.0.0/16 RIP-1",
                        "11.0.0.0/8 RIP-1");
    }

    @Test
    void a_prefix_is_found_with_what_is_within_it() {
        assertThat(found(Map.of("prefix", "10.0.0.0/8", "match", "longer")))
                .containsExactly("10.0.0.0/8 STATIC-1", "10.0.0.0/8 RIP-1", "10.1.0.0/16 RIP-1");
    }

    @Test
    void exactly_a_prefix_is_found() {
        assertThat(found(Map.of("prefix", "10.0.0.0/8", "match", "exact")))
                .containsExactly("10.0.0.0/8 STATIC-1", "10.0.0.0/8 RIP-1");
        assertThat(found(Map.of("prefix", "10.0.0.0/9", "match", "exact"))).isEmpty();
    }

    @Test
    void what_covers_an_address_is_found_the_most_specific_first() {
        assertThat(found(Map.of("prefix", "10.1.2.3", "match", "covering")))
                .containsExactly("10.1.0.0/16 RIP-1", "10.0.0.0/8 STATIC-1", "10.0.0.0/8 RIP-1");
    }

    @Test
    void every_search_can_be_for_the_routes_of_one_entity() {
        assertThat(found(Map.of("entity", "STATIC-1"))).containsExactly("10.0.0.0/8 STATIC-1");
        assertThat(found(Map.of("prefix", "10.1.2.3", "match", "covering", "entity", "STATIC-1")))
                .containsExactly("10.0.0.0/8 STATIC-1");
        assertThatThrownBy(() -> found(Map.of("entity", "OSPF-1")))
                .hasMessage("no entity 'OSPF-1' is registered in instance 0, IPv4");
    }

    @Test
    void pages_follow_each_other_without_a_gap_and_end() {
        for (int i = 0; i < 250; i++) {
            TestTables.add(rip, "172.16.%d.0/24".formatted(i), "192.0.2.1");
        }

        List<String> all = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Optional<NetAddress> next = Optional.of(NetAddress.parse("172.16.0.0/24"));
        while (next.isPresent()) {
            RoutePage page = page(Map.of("prefix", "172.16.0.0/12", "from", next.get().toString()));
            page.routes().forEach(route -> all.add(route.destination().toString()));
            sizes.add(page.routes().size());
            next = page.next();
        }

        assertThat(sizes).containsExactly(100, 100, 50);
        assertThat(all).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void a_page_gives_back_every_handle() {
        EntityRegistration reader = rtm.tables.reader(0, AddressFamily.IPV4);

        for (Map<String, String> search :
                List.of(
                        Map.<String, String>of(),
                        Map.of("entity", "RIP-1"),
                        Map.of("prefix", "10.0.0.0/8", "match", "exact"),
                        Map.of("prefix", "10.0.0.0/8", "match", "longer"),
                        Map.of("prefix", "10.1.2.3", "match", "covering"))) {
            found(search);
        }

        assertThat(reader.handleCounts().values()).containsOnly(0L);
        assertThat(reader.handleCounts()).containsKey(HandleKind.ROUTE);
    }

    @Test
    void what_makes_no_sense_is_refused_with_what_is_allowed() {
        assertThatThrownBy(() -> found(Map.of("match", "shorter")))
                .hasMessage("match 'shorter' is unknown; allowed are [longer, exact, covering]");
        assertThatThrownBy(() -> found(Map.of("view", "x"))).hasMessage("view 'x' is not a number");
        assertThatThrownBy(() -> found(Map.of("entity", "BGP-1")))
                .hasMessage("no entity 'BGP-1' is registered in instance 0, IPv4");
        assertThatThrownBy(() -> found(Map.of("instance", "7")))
                .hasMessageContaining("no routing table manager runs for instance 7");
    }

    private List<String> found(Map<String, String> parameters) {
        return page(parameters).routes().stream()
                .map(route -> "%s %s".formatted(route.destination(), route.owner().id()))
                .toList();
    }

    private RoutePage page(Map<String, String> parameters) {
        RouteSearch search = RouteSearch.parse(parameters::get);
        return RoutePage.read(rtm.tables.reader(search.instance(), search.family()), search);
    }
}

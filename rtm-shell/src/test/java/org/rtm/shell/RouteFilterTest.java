package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteInfo;
import org.rtm.shell.answer.Counted;
import org.rtm.shell.answer.RouteEntry;

/** Which routes the words of rtm:routes choose. */
class RouteFilterTest {
    private final TestRouter router = new TestRouter();
    private final EntityRegistration rip =
            router.manager(0)
                    .register(
                            EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1).named("rip-lan"));

    @BeforeEach
    void add_some_routes() {
        EntityRegistration fixed = router.register(AddressFamily.IPV4, ProtocolId.NT_STATIC, 1);
        TestRouter.add(rip, "0.0.0.0/0", "192.0.2.2", RouteInfo.via().metric(4));
        TestRouter.add(rip, "10.0.0.0/8", "192.0.2.2", RouteInfo.via().metric(2));
        TestRouter.add(fixed, "10.0.0.0/8", "192.0.2.1", RouteInfo.via());
        TestRouter.add(fixed, "10.1.0.0/16", "192.0.2.1", RouteInfo.via());
        TestRouter.add(rip, "10.1.2.0/24", "192.0.2.1", RouteInfo.via());
        fixed.addRoute(NetAddress.parse("11.0.0.0/8"), RouteInfo.via().flags(RouteFlags.BLACKHOLE));
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    10.1.0.0/16                        | STATIC 10.1.0.0/16
                    10.1.0.0/16 exact                  | STATIC 10.1.0.0/16
                    10.1.0.0/16 longer                 | STATIC 10.1.0.0/16, RIP 10.1.2.0/24
                    10.1.0.0/16 shorter                | RIP 0.0.0.0/0, STATIC 10.0.0.0/8, RIP 10.0.0.0/8, STATIC 10.1.0.0/16
                    10.1.2.3 shorter best              | RIP 0.0.0.0/0, STATIC 10.0.0.0/8, STATIC 10.1.0.0/16, RIP 10.1.2.0/24
                    10.2.0.0/16                        |
                    protocol rip                       | RIP 0.0.0.0/0, RIP 10.0.0.0/8, RIP 10.1.2.0/24
                    protocol 8 best                    | RIP 0.0.0.0/0, RIP 10.1.2.0/24
                    entity rip-lan 10.0.0.0/8          | RIP 10.0.0.0/8
                    entity STATIC-1 via 192.0.2.1      | STATIC 10.0.0.0/8, STATIC 10.1.0.0/16
                    via 192.0.2.2                      | RIP 0.0.0.0/0, RIP 10.0.0.0/8
                    dev 3 10.1.0.0/16 longer           | STATIC 10.1.0.0/16, RIP 10.1.2.0/24
                    dev 4                              |
                    flag blackhole                     | STATIC 11.0.0.0/8
                    stale                              |
                    after 10.1.0.0/16                  | RIP 10.1.2.0/24, STATIC 11.0.0.0/8
                    10.0.0.0/8 longer after 10.0.0.0/8 | STATIC 10.1.0.0/16, RIP 10.1.2.0/24
                    10.1.0.0/16 longer after 9.0.0.0/8 | STATIC 10.1.0.0/16, RIP 10.1.2.0/24
                    10.0.0.0/8 longer after 11.0.0.0/8 |
                    limit 2                            | RIP 0.0.0.0/0, STATIC 10.0.0.0/8, RIP 10.0.0.0/8
                    """)
    void the_words_choose_routes(String words, String routes) throws Exception {
        List<?> found = (List<?>) router.session.execute("rtm:routes -4 --object " + words);

        assertThat(found)
                .extracting(
                        route ->
                                ((RouteEntry) route).owner().id().protocol()
                                        + " "
                                        + ((RouteEntry) route).destination())
                .containsExactlyElementsOf(
                        routes == null ? List.of() : List.of(routes.split(", ")));
    }

    @Test
    void routes_that_wait_for_their_owner_are_found_as_stale() throws Exception {
        EntityRegistration gone =
                router.manager(0)
                        .register(
                                EntityInfo.of(AddressFamily.IPV4, ProtocolId.OSPF, 1),
                                EntityOptions.NONE.retention(java.time.Duration.ofMinutes(1)));
        gone.addRoute(NetAddress.parse("12.0.0.0/8"), RouteInfo.via());
        gone.close();

        assertThat(router.run("rtm:routes stale -4"))
                .endsWith("O>  12.0.0.0/8 [110/0] unspecified, stale, 00:00:00");
    }

    @Test
    void a_page_ends_with_the_word_that_shows_the_next_one() throws Exception {
        String first = router.run("rtm:routes -4 limit 4");
        assertThat(first)
                .contains("10.1.0.0/16")
                .doesNotContain("10.1.2.0/24")
                .endsWith("more than 4 routes; the next ones: after 10.1.0.0/16");

        assertThat(router.run("rtm:routes -4 limit 4 after 10.1.0.0/16"))
                .contains("10.1.2.0/24", "11.0.0.0/8")
                .doesNotContain("more than");
    }

    @Test
    void what_covers_a_prefix_is_shown_in_the_same_columns() throws Exception {
        assertThat(router.run("rtm:routes 10.1.0.0/16 shorter"))
                .endsWith(
                        """
                        R>* 0.0.0.0/0   [120/4] via 192.0.2.2, if 3, 00:00:00
                        S>* 10.0.0.0/8  [3/0]   via 192.0.2.1, if 3, 00:00:00
                        R   10.0.0.0/8  [120/2] via 192.0.2.2, if 3, 00:00:00
                        S>* 10.1.0.0/16 [3/0]   via 192.0.2.1, if 3, 00:00:00""");
    }

    @Test
    void where_nothing_is_chosen_that_is_said() throws Exception {
        assertThat(router.run("rtm:routes 192.168.0.0/16 longer"))
                .endsWith("Instance 0, IPv4, unicast view:\nno routes");
    }

    @Test
    void routes_are_counted_with_their_destinations() throws Exception {
        assertThat(router.run("rtm:routes 10.0.0.0/8 longer count"))
                .isEqualTo("Instance 0, IPv4, unicast view: 4 routes to 3 destinations");
        Counted counted = (Counted) router.session.execute("rtm:routes count best");
        assertThat(counted.tables()).extracting(Counted.InTable::routes).containsExactly(5L, 0L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    protcol rip          | 'protcol' is no word of a filter; did you mean protocol?; usage: rtm:routes
                    10.0.0.0/8 11.0.0.0/8 | '11.0.0.0/8' is no word of a filter; usage: rtm:routes
                    protocol             | protocol lacks its value
                    protocol riip        | 'riip' is not a protocol: neither a number nor one of
                    entity rip-lam       | 'rip-lam' is no entity; did you mean rip-lan?; those that there are: NETMGMT-1, shell, RIP-1, rip-lan, STATIC-1
                    via 10.0.0.0/8       | '10.0.0.0/8' is a prefix; via takes an address
                    dev eth0             | 'eth0' is not an interface index; allowed are 0 to 4294967295
                    flag blakhole        | 'blakhole' is not a flag; did you mean blackhole?; allowed are martian, blackhole, discard,
                    limit 0              | '0' is not a number of routes; allowed are 1 to 2147483647
                    -6 10.0.0.0/8        | 10.0.0.0/8 is IPv4, but -6 was given
                    10.0.0.0/8x          | '10.0.0.0/8x' is not
                    --jsn                | '--jsn' is no option here, or lacks its value; did you mean --json?; usage: rtm:routes
                    """)
    void words_that_mean_nothing_are_refused(String words, String reason) {
        assertThatThrownBy(() -> router.run("rtm:routes " + words))
                .hasMessageStartingWith("rtm:routes: " + reason);
    }
}

package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;

/** What Tab offers. */
class CompletionTest {
    private final TestRouter router = new TestRouter();

    @BeforeEach
    void add_some_routes() {
        EntityRegistration rip =
                router.manager(0)
                        .register(
                                EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1)
                                        .named("rip-lan"));
        TestRouter.add(rip, "10.1.0.0/16", "192.0.2.1", RouteInfo.via());
        TestRouter.add(rip, "10.1.2.0/24", "192.0.2.2", RouteInfo.via());
        TestRouter.add(rip, "10.20.0.0/16", "192.0.2.2", RouteInfo.via());
        TestRouter.add(
                router.register(AddressFamily.IPV6, ProtocolId.BGP, 1),
                "2001:db8:1::/48",
                "fe80::1",
                RouteInfo.via());
        router.configure(Map.of("instance", 7, "views", "0=unicast, 5=lab"));
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    rtm:exp                       | rtm:explain rtm:export
                    expl                          | explain
                    rtm:routes --j                | --json --json=rfc8349
                    rtm:entities --               | --instance --ipv4 --ipv6 --json
                    rtm:routes 10.1               | 10.1.0.0/16 10.1.2.0/24
                    rtm:routes 10.1.2             | 10.1.2.0/24
                    rtm:lookup 2001:db8:          | 2001:db8:1::/48
                    rtm:route -4 10.2             | 10.20.0.0/16
                    rtm:routes 1                  | 10.1.0.0/16 10.1.2.0/24 10.20.0.0/16
                    rtm:routes 2                  | 2001:db8:1::/48
                    rtm:routes 2001:d             | 2001:db8:1::/48
                    rtm:routes 2001:db8:1::       | 2001:db8:1::/48
                    rtm:routes 10.1.0.0/          | 10.1.0.0/16
                    rtm:routes 300.               |
                    rtm:routes 10.1.0.0.0         |
                    rtm:routes 10.1.0.0/16 l      | longer limit
                    rtm:watch via 192             | 192.0.2.1 192.0.2.2
                    rtm:routes dev 3              | 3
                    rtm:routes protocol r         | rip
                    rtm:routes entity rip         | rip-lan
                    rtm:handles RI                | RIP-1
                    rtm:routes flag bl            | blackhole
                    rtm:lookup -v m               | multicast
                    rtm:lookup -i 7 -v l          | lab
                    rtm:lookup -i 9 -v l          |
                    rtm:summary --instance 7      | 7
                    rtm:add 10.0.0.0/8 v          | via
                    rtm:add 10.0.0.0/8 via 192.0.2.2 | 192.0.2.2
                    rtm:invoke rip                | rip-lan
                    rtm:help rtm:watc             | rtm:watch
                    rtm:summary; rtm:looku        | rtm:lookup
                    rtm:routes && rtm:looku       | rtm:lookup
                    rtm:nonsense x                |
                    """)
    void tab_offers_what_can_stand_next(String line, String expected) throws Exception {
        assertThat(complete(line))
                .containsExactlyElementsOf(
                        expected == null ? List.of() : Arrays.asList(expected.split(" ")));
    }

    @Test
    void what_is_far_down_a_large_table_is_offered_too() throws Exception {
        EntityRegistration many = router.register(AddressFamily.IPV4, ProtocolId.BGP, 1);
        for (int i = 0; i < 30_000; i++) {
            many.addRoute(NetAddress.ipv4(0x0A000000 + (i << 8), 24), RouteInfo.via());
        }
        for (String prefix :
                List.of("192.0.2.0/24", "10.192.0.0/10", "10.200.1.0/24", "8.0.0.0/5")) {
            many.addRoute(NetAddress.parse(prefix), RouteInfo.via());
        }

        assertThat(complete("rtm:routes 19")).containsExactly("192.0.2.0/24");
        assertThat(complete("rtm:routes 10.19")).first().isEqualTo("10.19.0.0/24");
        assertThat(complete("rtm:routes 10.192")).containsExactly("10.192.0.0/10");
        assertThat(complete("rtm:routes 10.20"))
                .contains("10.20.0.0/16", "10.20.0.0/24")
                .hasSize(50);
        assertThat(complete("rtm:routes 10.200")).containsExactly("10.200.1.0/24");
        assertThat(complete("rtm:routes 8")).containsExactly("8.0.0.0/5");
        assertThat(complete("rtm:routes 1")).hasSize(50);
        assertThat(complete("rtm:routes 7")).isEmpty();
    }

    @Test
    void files_are_offered_where_a_file_is_named(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("old"));
        Files.writeString(folder.resolve("old/table.txt"), "");
        Files.writeString(folder.resolve("other.txt"), "");
        router.folder(folder);

        assertThat(complete("rtm:import o")).containsExactly("old/", "other.txt");
        assertThat(complete("rtm:diff old/")).containsExactly("old/table.txt");
    }

    @Test
    void an_empty_word_after_a_command_offers_its_words_and_what_it_takes() throws Exception {
        assertThat(complete("rtm:routes "))
                .contains("protocol", "best", "count", "10.1.0.0/16", "2001:db8:1::/48")
                .doesNotContain("--json");
    }

    private List<String> complete(String line) throws Exception {
        router.session.put("typed", line);
        List<?> found = (List<?>) router.session.execute("rtm:complete $typed");
        return found.stream().map(Object::toString).toList();
    }
}

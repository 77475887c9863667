package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.shell.answer.Imported;

class TransferCommandsTest {
    /** A table of the Internet, where this is built beside one. */
    private static final Path REAL_TABLE = Path.of("../../shared/data/internet-prefixes.txt.gz");

    private static final String SECONDS = ", \\d+\\.\\d seconds";

    private final TestRouter router = new TestRouter();
    @TempDir Path folder;

    @BeforeEach
    void work_in_the_folder() {
        router.folder(folder);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void a_table_is_compared_with_its_export_and_only_the_differences_are_shown() throws Exception {
        router.run("rtm:add 10.0.0.0/8 via 192.0.2.1");
        router.run("rtm:add 10.1.0.0/16 via 192.0.2.1 metric 2");
        router.run("rtm:add 10.2.0.0/16 via 192.0.2.1");
        router.run("rtm:add 2001:db8::/32 via fe80::1 dev 3");
        router.run("rtm:export before.txt");
        assertThat(router.run("rtm:diff before.txt"))
                .startsWith("0 only in the table, 0 only in ")
                .contains("before.txt, 0 different, 4 the same, ");

        router.run("rtm:delete 10.0.0.0/8");
        router.run("rtm:add 10.1.0.0/16 via 192.0.2.2 metric 3");
        router.run("rtm:add 10.3.0.0/16");

        assertThat(router.run("rtm:diff before.txt"))
                .startsWith(
                        """
                        - 10.0.0.0/8 via 192.0.2.1
                        ! 10.1.0.0/16 via 192.0.2.1 metric 2 -> via 192.0.2.2 metric 3
                        + 10.3.0.0/16
                        1 only in the table, 1 only in""")
                .contains("before.txt, 1 different, 2 the same, ");
        assertThat(router.run("rtm:diff -6 before.txt")).contains(", 0 different, 1 the same, ");
        Object json = Json.read(router.run("rtm:diff before.txt --json"));
        assertThat(Json.at(json, "differences.1.kind")).isEqualTo("different");
        assertThat(Json.at(json, "differences.1.table"))
                .isEqualTo("10.1.0.0/16 via 192.0.2.2 metric 3");
        assertThat(Json.at(json, "summary.same")).isEqualTo(2L);
    }

    @Test
    void a_file_that_is_not_in_order_is_not_compared() throws Exception {
        Files.writeString(folder.resolve("mixed.txt"), "10.1.0.0/16\n10.0.0.0/8\n");

        assertThatThrownBy(() -> router.run("rtm:diff mixed.txt"))
                .hasMessageContaining(
                        "10.0.0.0/8 comes after 10.1.0.0/16; the file has to be in the order in which rtm:export writes it");
    }

    @Test
    void a_file_of_routes_is_imported_with_its_next_hops() throws Exception {
        write(
                "routes.txt",
                """
                # two families
                10.0.0.0/8 via 192.0.2.1 dev 3 metric 5
                172.16.0.0/12 dev 4
                192.168.0.0/16

                2001:db8::/32 via fe80::1 dev 3
                """);

        assertThat(router.run("rtm:import routes.txt"))
                .matches("read 4, added 4, refused 0" + SECONDS);
        assertThat(router.run("rtm:routes"))
                .contains(
                        "X>* 10.0.0.0/8     [250/5] via 192.0.2.1, if 3,",
                        "X>* 172.16.0.0/12  [250/0] is directly connected, if 4,",
                        "X>  192.168.0.0/16 [250/0] unspecified,",
                        "X>* 2001:db8::/32 [250/0] via fe80::1, if 3,");
        assertThat(router.run("rtm:entities")).containsPattern("OTHER-1 +import");
    }

    @Test
    void what_is_imported_twice_is_updated() throws Exception {
        write("first.txt", "10.0.0.0/8 via 192.0.2.1\n10.1.0.0/16 via 192.0.2.1\n");
        write("second.txt", "10.0.0.0/8 via 192.0.2.9\n10.2.0.0/16 via 192.0.2.9\n");
        router.run("rtm:import first.txt");

        assertThat(router.run("rtm:import second.txt"))
                .matches("read 2, added 1, updated 1, refused 0" + SECONDS);
        assertThat(router.run("rtm:route 10.0.0.0/8")).contains(": 1 route\n", "* via 192.0.2.9");
    }

    @Test
    void a_script_can_use_the_figures() throws Exception {
        write("routes.txt", "10.0.0.0/8\n");

        assertThat(router.session.execute("rtm:import routes.txt"))
                .isInstanceOfSatisfying(
                        Imported.class, imported -> assertThat(imported.added()).isEqualTo(1));
    }

    @Test
    void bad_lines_are_reported_with_number_and_reason_and_the_rest_goes_on() throws Exception {
        write(
                "routes.txt",
                """
                10.0.0.0/8
                300.0.0.0/8
                10.0.0.0/8 gateway 192.0.2.1
                10.2.0.0/16 via 2001:db8::1
                10.3.0.0/16
                """);

        String shown = router.run("rtm:import routes.txt");

        assertThat(shown).matches("read 5, added 2, refused 3" + SECONDS);
        assertThat(router.errors().lines())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .isEqualTo(
                                                "line 2: '300.0.0.0/8' is not an IPv4 or IPv6 address or prefix"),
                        line ->
                                assertThat(line)
                                        .isEqualTo(
                                                "line 3: 'gateway' is none of via, dev and metric"),
                        line ->
                                assertThat(line)
                                        .isEqualTo(
                                                "line 4: 10.2.0.0/16 is an IPv4 prefix, and 2001:db8::1 is an IPv6 address"));
        assertThat(router.run("rtm:summary -4")).contains("2 destinations, 2 routes");
    }

    @Test
    void a_file_without_any_route_fails() throws Exception {
        Files.writeString(folder.resolve("routes.txt"), "hello world\n");

        refused(
                "rtm:import routes.txt",
                "rtm:import: routes.txt: nothing in it is a route; refused 1");
    }

    @Test
    void an_export_that_would_not_be_what_its_name_says_is_refused() {
        refused(
                "rtm:export routes.txt.bz2",
                "rtm:export: cannot export to "
                        + folder.resolve("routes.txt.bz2")
                        + ": of the compressed forms only gzip, .gz, is written");
    }

    @Test
    void of_many_bad_lines_twenty_are_shown_and_the_others_counted() throws Exception {
        write("routes.txt", "x\n".repeat(37) + "10.0.0.0/8\n");

        assertThat(router.run("rtm:import routes.txt")).startsWith("read 38, added 1, refused 37,");
        assertThat(router.errors().lines()).hasSize(21);
        assertThat(router.errors())
                .startsWith("line 1: 'x' is not an IPv4 or IPv6 address or prefix")
                .endsWith("17 more that were refused are not shown");
    }

    @Test
    void a_family_that_the_instance_lacks_is_refused_route_by_route() throws Exception {
        router.configure(Map.of("instance", 3, "address.families", "ipv4"));
        write("routes.txt", "10.0.0.0/8\n2001:db8::/32\n");

        assertThat(router.run("rtm:import -i 3 routes.txt"))
                .startsWith("read 2, added 1, refused 1,");
        assertThat(router.errors())
                .isEqualTo("2001:db8::/32: instance 3 has no IPv6 table; it has IPv4");
    }

    @Test
    void only_the_family_that_was_asked_for_is_imported() throws Exception {
        write("routes.txt", "10.0.0.0/8\n2001:db8::/32\n");

        assertThat(router.run("rtm:import -6 routes.txt"))
                .startsWith("read 2, added 1, refused 0, skipped 1 (IPv4 routes, not asked for),");
    }

    @Test
    void a_file_is_imported_into_another_view() throws Exception {
        write("routes.txt", "10.0.0.0/8\n");

        router.run("rtm:import -v multicast routes.txt");

        assertThat(router.run("rtm:lookup -v 1 10.1.2.3")).contains("X>  10.0.0.0/8");
        assertThat(router.run("rtm:lookup 10.1.2.3")).startsWith("nothing covers");
    }

    @Test
    void what_was_read_of_a_truncated_file_stays_and_is_said() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append(NetAddress.ipv4(0x0A000000 + i * 256, 24)).append('\n');
        }
        write("routes.txt.gz", lines.toString());
        byte[] whole = Files.readAllBytes(folder.resolve("routes.txt.gz"));
        Files.write(folder.resolve("half.gz"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> router.run("rtm:import half.gz"))
                .hasMessageMatching(
                        "rtm:import: half.gz: truncated: the gzip-compressed file ends after \\d+ bytes,"
                                + ".*; what was added stays: read \\d+, added \\d+, refused 0"
                                + SECONDS);
        assertThat(router.run("rtm:lookup 10.0.0.1")).contains("10.0.0.0/24");
    }

    @Test
    void a_file_that_is_missing_or_holds_something_else_is_refused() throws Exception {
        Files.write(folder.resolve("picture"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0x1A, 0});

        assertThatThrownBy(() -> router.run("rtm:import nowhere.txt"))
                .hasMessageStartingWith("rtm:import: cannot read ")
                .hasMessageEndingWith("nowhere.txt: no such file or directory");
        assertThatThrownBy(() -> router.run("rtm:import picture"))
                .hasMessageStartingWith("rtm:import: cannot import ")
                .hasMessageContaining("it is neither routes as text nor an MRT file");
        assertThat(router.run("rtm:summary"))
                .contains("IPv4: 0 destinations, 0 routes, 0 entities");
    }

    @Test
    void wrong_arguments_are_refused_in_one_line() throws Exception {
        write("routes.txt", "10.0.0.0/8\n");
        refused(
                "rtm:import",
                "rtm:import: it takes one FILE, not none; usage: rtm:import [-i INSTANCE] [-v VIEW] [-4] [-6] [--json] FILE");
        refused(
                "rtm:import -i 7 routes.txt",
                "rtm:import: instance 7 is not configured; configured: 0");
        refused(
                "rtm:import -v mpls routes.txt",
                "rtm:import: 'mpls' is not a view of instance 0, IPv4; its views: 0 (unicast), 1 (multicast)");
        refused(
                "rtm:export",
                "rtm:export: it takes one FILE, not none; usage: rtm:export [-i INSTANCE] [-v VIEW] [-4] [-6] [--json] FILE");
        refused(
                "rtm:generate",
                "rtm:generate: it takes one N, not none; usage: rtm:generate [-i INSTANCE] [-v VIEW] [-4] [-6] [--seed SEED] [--json] N");
        refused(
                "rtm:generate many",
                "rtm:generate: 'many' is not a number of routes; allowed are 1 to 3000000");
        refused(
                "rtm:generate --seed x 10",
                "rtm:generate: 'x' is not a seed; allowed are -9223372036854775808 to 9223372036854775807");
        assertThat(router.run("rtm:summary")).contains("IPv4: 0 destinations");
    }

    @Test
    void an_import_can_be_interrupted_and_keeps_what_it_added() throws Exception {
        CompletableFuture<String> generating =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return router.run("rtm:generate 3000000");
                            } catch (Exception interrupted) {
                                return interrupted.toString();
                            }
                        });
        await(() -> router.entities.table(0, AddressFamily.IPV4).routes() > 0);

        router.session.foregroundJob().interrupt();

        assertThat(generating.get(30, TimeUnit.SECONDS)).contains("InterruptedException");
        await(() -> router.errors().endsWith(" seconds"));
        assertThat(router.errors())
                .matches(
                        "interrupted; what was added stays: read \\d+, added [1-9]\\d*, refused 0"
                                + SECONDS);
        assertThat(router.entities.table(0, AddressFamily.IPV4).routes()).isPositive();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void all_that_was_imported_can_be_withdrawn() throws Exception {
        router.run("rtm:generate 1000");
        router.run("rtm:add 10.0.0.0/8 via 192.0.2.1");

        assertThat(router.run("rtm:delete --imported"))
                .isEqualTo("deleted 1000 routes: all that was imported of instance 0");
        assertThat(router.run("rtm:summary")).contains("IPv4: 1 destination, 1 route, 1 entity");
        assertThat(router.run("rtm:delete --imported")).startsWith("deleted 0 routes");
    }

    @Test
    void one_route_that_was_imported_can_be_deleted() throws Exception {
        write("routes.txt", "10.0.0.0/8\n10.1.0.0/16\n");
        router.run("rtm:import routes.txt");

        assertThat(router.run("rtm:delete 10.0.0.0/8")).startsWith("deleted 1 route:");
        assertThat(router.run("rtm:summary -4")).contains("IPv4: 1 destination, 1 route");
    }

    @Test
    void a_generated_table_is_the_same_for_the_same_seed() throws Exception {
        router.configure(Map.of("instance", 3));

        assertThat(router.run("rtm:generate 2000 --seed 42"))
                .matches("read 2000, added 2000, refused 0" + SECONDS);
        router.run("rtm:generate -i 3 --seed 42 2000");
        router.run("rtm:export first.txt");
        router.run("rtm:export -i 3 third.txt");

        assertThat(Files.readAllLines(folder.resolve("first.txt")))
                .filteredOn(line -> !line.startsWith("#"))
                .hasSize(2000)
                .containsExactlyElementsOf(
                        Files.readAllLines(folder.resolve("third.txt")).stream()
                                .filter(line -> !line.startsWith("#"))
                                .toList());
    }

    @Test
    void a_generated_table_of_one_family_has_no_other() throws Exception {
        router.run("rtm:generate -6 500");

        assertThat(router.run("rtm:summary"))
                .contains("IPv4: 0 destinations", "IPv6: 500 destinations");
    }

    @Test
    void an_exported_table_is_imported_again_as_it_was() throws Exception {
        router.run("rtm:generate 3000 --seed 7");
        String before = routes();

        assertThat(router.run("rtm:export table.txt.gz"))
                .matches("exported 3000 routes to .*table\\.txt\\.gz" + SECONDS);
        router.run("rtm:delete --imported");
        router.run("rtm:import table.txt.gz");

        assertThat(routes()).isEqualTo(before);
    }

    @Test
    void an_export_holds_the_best_routes_and_says_what_it_leaves_out() throws Exception {
        EntityRegistration rip = router.register(AddressFamily.IPV4, ProtocolId.RIP, 1);
        try (NextHop one = rip.addNextHop(NextHopInfo.of("192.0.2.1", 3)).handle();
                NextHop two = rip.addNextHop(NextHopInfo.of("192.0.2.2", 3)).handle()) {
            rip.addRoute(NetAddress.parse("10.0.0.0/8"), RouteInfo.via(one, two).metric(2));
        }
        router.run("rtm:generate -4 1");
        router.run("rtm:add 10.0.0.0/8 dev 9 metric 4");

        assertThat(router.run("rtm:export -4 table.txt")).startsWith("exported 2 routes to ");
        assertThat(Files.readString(folder.resolve("table.txt")))
                .startsWith("# instance 0, IPv4, unicast view\n")
                .contains("10.0.0.0/8 dev 9 metric 4\n");

        router.run("rtm:delete 10.0.0.0/8");

        assertThat(router.run("rtm:export -4 table.txt"))
                .endsWith("; left out, as a line holds one next hop: 1 further ones of equal cost");
        assertThat(Files.readString(folder.resolve("table.txt")))
                .contains("10.0.0.0/8 via 192.0.2.1 dev 3 metric 2\n");
    }

    @Test
    void the_real_table_is_imported_and_answers() throws Exception {
        assumeTrue(
                Files.exists(REAL_TABLE),
                () -> "skipped: there is no " + REAL_TABLE + " beside this build");

        assertThat(router.run("rtm:import " + REAL_TABLE.toAbsolutePath()))
                .matches("read 1062046, added 1062046, refused 0" + SECONDS);
        assertThat(router.run("rtm:lookup 8.8.8.8")).contains("X>  8.8.8.0/24");
        assertThat(router.run("rtm:lookup 2001:4860:4860::8888")).contains("X>  2001:4860::/32");
        assertThat(router.run("rtm:summary"))
                .endsWith("Total: 1062046 destinations, 1062046 routes in 2 tables");
    }

    private String routes() throws Exception {
        return router.run("rtm:routes");
    }

    private void write(String name, String text) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                OutputStream stored = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            stored.write(text.getBytes());
        }
    }

    private void refused(String line, String reason) {
        assertThatThrownBy(() -> router.run(line)).hasMessage(reason).hasToString(reason);
    }
}

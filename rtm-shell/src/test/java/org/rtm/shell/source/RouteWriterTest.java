package org.rtm.shell.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;

class RouteWriterTest {
    @TempDir private Path directory;

    @Test
    void a_route_is_a_line_with_what_is_known_of_it() throws IOException {
        Path file = directory.resolve("routes");

        try (RouteWriter writer = RouteWriter.create(file)) {
            writer.comment("two\nroutes");
            writer.write(
                    new SourceRoute(
                            NetAddress.parse("10.0.0.0/8"),
                            Optional.of(NetAddress.parse("192.0.2.1")),
                            -1,
                            7,
                            Optional.empty()));
            writer.write(
                    new SourceRoute(
                            NetAddress.parse("::/0"), Optional.empty(), 0, 0, Optional.empty()));
        }

        assertThat(file)
                .hasContent(
                        "# two routes\n10.0.0.0/8 via 192.0.2.1 dev 4294967295 metric 7\n::/0\n");
    }

    @Test
    void a_name_that_ends_in_gz_asks_for_compression() throws IOException {
        Path file = directory.resolve("routes.gz");

        try (RouteWriter writer = RouteWriter.create(file)) {
            writer.comment("no routes");
        }

        assertThat(Files.readAllBytes(file)).startsWith(0x1F, 0x8B);
        assertThat(Reading.of(file).cutShort()).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_written_is_refused() {
        Path nowhere = directory.resolve("nowhere").resolve("routes");

        assertThatThrownBy(() -> RouteWriter.create(nowhere))
                .isInstanceOf(SourceException.class)
                .hasMessage("cannot write " + nowhere + ": no such file or directory");
        assertThatThrownBy(() -> RouteWriter.create(directory))
                .isInstanceOf(SourceException.class)
                .hasMessage("cannot export to " + directory + ": it is a directory");
    }

    @Property(tries = 200)
    void what_is_written_is_read_again(
            @ForAll("routes") List<SourceRoute> routes, @ForAll boolean compressed)
            throws IOException {
        Path file = Files.createTempFile("routes", compressed ? ".gz" : ".txt");
        try {
            try (RouteWriter writer = RouteWriter.create(file)) {
                for (SourceRoute route : routes) {
                    writer.write(route);
                }
            }

            Reading reading = Reading.of(file);

            assertThat(reading.routes()).isEqualTo(routes);
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.cutShort()).isEmpty();
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<List<SourceRoute>> routes() {
        Arbitrary<NetAddress> addresses =
                Combinators.combine(
                                Arbitraries.of(AddressFamily.values()),
                                Arbitraries.bytes().array(byte[].class).ofSize(16),
                                Arbitraries.integers().between(0, 128))
                        .as(
                                (family, bytes, length) ->
                                        NetAddress.masked(
                                                family,
                                                Arrays.copyOf(bytes, family.addressLength() / 8),
                                                Math.min(length, family.addressLength())));
        Arbitrary<Optional<NetAddress>> nextHops =
                addresses
                        .map(
                                address ->
                                        NetAddress.of(
                                                address.family(),
                                                address.bytes(),
                                                address.family().addressLength()))
                        .optional();
        return Combinators.combine(
                        addresses,
                        nextHops,
                        Arbitraries.integers(),
                        Arbitraries.longs().between(0, PrefInfo.MAX_VALUE))
                .as(
                        (prefix, nextHop, index, metric) ->
                                new SourceRoute(
                                        prefix,
                                        nextHop.filter(hop -> hop.family() == prefix.family()),
                                        index,
                                        metric,
                                        Optional.empty()))
                .list()
                .ofMaxSize(30);
    }
}

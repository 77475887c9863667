package org.rtm.shell.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.shell.source.MrtFile.entry;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a file holds, it is read, cut short with a reason, or refused with one. */
class RouteFilePropertiesTest {
    private static final byte[] MRT = dump();
    private static final byte[] TEXT = "10.0.0.0/8 via 192.0.2.1 metric 3\n".repeat(40).getBytes();
    private static final List<SourceRoute> MRT_ROUTES = routes(MRT);

    enum Stored {
        PLAIN,
        GZIP,
        BZIP2;

        byte[] store(byte[] content) throws IOException {
            return switch (this) {
                case PLAIN -> content.clone();
                case GZIP -> Reading.gzip(content);
                case BZIP2 -> Reading.bzip2(content);
            };
        }
    }

    record Change(int place, byte value) {}

    @Property(tries = 2000)
    void random_bytes_are_read_or_refused_with_a_reason(
            @ForAll Stored stored, @ForAll @Size(max = 300) byte[] bytes) throws IOException {
        readOrRefused(stored.store(bytes));
    }

    @Property(tries = 2000)
    void random_bytes_after_the_header_of_a_record_are_read_or_refused(
            @ForAll @IntRange(min = 0, max = 13) int subtype,
            @ForAll @Size(max = 300) byte[] bytes,
            @ForAll @IntRange(max = 400) int length)
            throws IOException {
        byte[] header = {0, 0, 0, 0, 0, 13, 0, (byte) subtype, 0, 0, (byte) (length >> 8), 0};
        header[11] = (byte) length;

        readOrRefused(Reading.join(header, bytes));
    }

    @Property(tries = 3000)
    void a_changed_file_is_read_or_refused_with_a_reason(
            @ForAll Stored stored, @ForAll("changes") List<Change> changes) throws IOException {
        byte[] file = stored.store(MRT);
        for (Change change : changes) {
            file[change.place() % file.length] = change.value();
        }

        readOrRefused(file);
    }

    @Property(tries = 1000)
    void changed_text_is_read_or_refused_with_a_reason(
            @ForAll Stored stored, @ForAll("changes") List<Change> changes) throws IOException {
        byte[] file = stored.store(TEXT);
        for (Change change : changes) {
            file[change.place() % file.length] = change.value();
        }

        readOrRefused(file);
    }

    @Property(tries = 2000)
    void a_cut_dump_gives_the_first_of_its_routes_and_says_that_it_is_truncated(
            @ForAll Stored stored, @ForAll @IntRange(max = 100_000) int place) throws IOException {
        byte[] file = stored.store(MRT);
        byte[] cut = Arrays.copyOf(file, 12 + place % (file.length - 12));

        Reading reading;
        try {
            reading = Reading.of(cut);
        } catch (SourceException e) {
            // Not even the header of the first record came through.
            assertThat(e).hasMessageStartingWith("cannot import routes: truncated: ");
            return;
        }

        assertThat(reading.routes()).isEqualTo(MRT_ROUTES.subList(0, reading.routes().size()));
        assertThat(reading.problems()).isEmpty();
        if (stored == Stored.PLAIN && isAtEndOfRecord(cut.length)) {
            assertThat(reading.cutShort()).isEmpty();
        } else {
            assertThat(reading.cutShort()).get().asString().startsWith("truncated: ");
        }
    }

    @Property(tries = 1000)
    void cut_compressed_text_gives_whole_lines_and_says_that_it_is_truncated(
            @ForAll boolean bzip2, @ForAll @IntRange(max = 100_000) int place) throws IOException {
        byte[] file = bzip2 ? Reading.bzip2(TEXT) : Reading.gzip(TEXT);
        byte[] cut = Arrays.copyOf(file, 10 + place % (file.length - 10));

        Reading reading = Reading.of(cut);

        assertThat(reading.prefixes()).allMatch("10.0.0.0/8"::equals);
        assertThat(reading.routes()).allMatch(route -> route.metric() == 3);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.cutShort()).get().asString().startsWith("truncated: ");
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Arbitraries.integers()
                .between(0, 100_000)
                .flatMap(place -> Arbitraries.bytes().map(value -> new Change(place, value)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static void readOrRefused(byte[] file) throws IOException {
        try {
            Reading reading = Reading.of(file);
            assertThat(reading.cutShort())
                    .satisfiesAnyOf(
                            reason -> assertThat(reason).isEmpty(),
                            reason ->
                                    assertThat(reason)
                                            .get()
                                            .asString()
                                            .matches("(?s)(truncated|damaged): .*"));
            assertThat(reading.problems()).allMatch(problem -> problem.matches("(line|record) .*"));
        } catch (SourceException e) {
            assertThat(e).hasMessageStartingWith("cannot import routes: ");
        }
    }

    private static boolean isAtEndOfRecord(int place) {
        int at = 0;
        while (at < place) {
            int length = (MRT[at + 10] & 0xFF) << 8 | MRT[at + 11] & 0xFF;
            at += 12 + length;
        }
        return at == place;
    }

    private static byte[] dump() {
        try {
            MrtFile file = new MrtFile().peers();
            for (int i = 0; i < 40; i++) {
                String path = "40 02 0a 02 02 0000fbf4 0000fb%02x ".formatted(i);
                file.rib(
                        2,
                        16,
                        "0a%02x".formatted(i),
                        entry(0, path + "40 03 04 c63364%02x".formatted(i + 1)),
                        entry(1, "40 03 04 c6336401"));
                file.rib(
                        4,
                        32,
                        "20010d%02x".formatted(i),
                        entry(1, path + "80 0e 11 10 20010db8000000000000000000000002"));
            }
            return file.bytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<SourceRoute> routes(byte[] file) {
        try {
            return Reading.of(file).routes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

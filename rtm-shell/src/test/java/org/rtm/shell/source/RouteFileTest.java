package org.rtm.shell.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rtm.shell.source.MrtFile.entry;
import static org.rtm.shell.source.MrtFile.hex;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFileTest {
    private static final byte[] TEXT = "10.0.0.0/8\n2001:db8::/32\n".getBytes();

    @TempDir private Path directory;

    @Test
    void what_a_file_holds_is_recognised_by_its_content_whatever_its_name() throws IOException {
        byte[] mrt = new MrtFile().peers().rib(2, 8, "0a", entry(0, "40 03 04 c6336401")).bytes();

        assertThat(
                        List.of(
                                read("a.bz2", TEXT),
                                read("b.txt", Reading.gzip(TEXT)),
                                read("c.mrt", Reading.bzip2(TEXT))))
                .allSatisfy(
                        reading ->
                                assertThat(reading.prefixes())
                                        .containsExactly("10.0.0.0/8", "2001:db8::/32"));
        assertThat(
                        List.of(
                                read("d.gz", mrt),
                                read("e", Reading.gzip(mrt)),
                                read("f", Reading.bzip2(mrt))))
                .allSatisfy(
                        reading -> assertThat(reading.prefixes()).containsExactly("10.0.0.0/8"));
    }

    @Test
    void an_empty_file_holds_no_routes_compressed_or_not() throws IOException {
        for (byte[] file :
                new byte[][] {{}, Reading.gzip(new byte[0]), Reading.bzip2(new byte[0])}) {
            Reading reading = read("empty", file);

            assertThat(reading.routes()).isEmpty();
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.cutShort()).isEmpty();
        }
    }

    @Test
    void a_missing_file_is_refused() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> Reading.of(missing))
                .isInstanceOf(SourceException.class)
                .hasMessage("cannot read " + missing + ": no such file or directory");
    }

    @Test
    void a_directory_is_refused() {
        assertThatThrownBy(() -> Reading.of(directory))
                .isInstanceOf(SourceException.class)
                .hasMessage("cannot import " + directory + ": it is a directory, not a file");
    }

    @Test
    void a_file_that_the_user_may_not_read_is_refused() {
        // Not tried on a real file: who runs the tests may be allowed to read every file.
        assertThat(SourceException.of("read", Path.of("x"), new AccessDeniedException("x")))
                .hasMessage("cannot read x: permission denied");
    }

    @Test
    void a_file_that_can_no_longer_be_read_gives_what_was_read_and_says_so() throws IOException {
        InputStream failing =
                new InputStream() {
                    private int next;

                    @Override
                    public int read() throws IOException {
                        throw new IOException("not asked for");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        if (next == TEXT.length - 3) {
                            throw new IOException("Input/output error");
                        }
                        bytes[offset] = TEXT[next++];
                        return 1;
                    }
                };

        RouteSource source =
                RouteFile.open(Path.of("x"), Content.of(failing, TEXT.length), problem -> {});

        assertThat(source.next()).isPresent();
        assertThat(source.next()).isEmpty();
        assertThat(source.cutShort())
                .contains("unreadable after byte 22: Input/output error, after line 1");
    }

    @ParameterizedTest
    @CsvSource({
        "an image, 89504e470d0a1a0a0000000d49484452",
        "an archive, 504b03041400000008000000",
        "a program, 7f454c4602010100000000000000000003003e00",
        "text of two bytes a letter, 310030002e003000",
    })
    void anything_else_is_refused_with_its_first_bytes(String what, String bytes) {
        byte[] content = hex(bytes);

        assertThatThrownBy(() -> read("other", content))
                .as(what)
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("other: it is neither routes as text nor an MRT file")
                .hasMessageContaining("begins with " + bytes.substring(0, 2));
    }

    @Test
    void a_file_compressed_twice_is_refused() {
        assertThatThrownBy(() -> read("twice", Reading.bzip2(Reading.gzip(TEXT))))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("what is bzip2-compressed in it is neither")
                .hasMessageContaining("1f 8b 08");
    }

    @Test
    void compressed_members_one_behind_the_other_are_one_file() throws IOException {
        byte[] half = "10.0.0.0/8\n11.0.".getBytes();
        byte[] other = "0.0/8\n12.0.0.0/8\n".getBytes();

        assertThat(read("a", Reading.join(Reading.gzip(half), Reading.gzip(other))).prefixes())
                .containsExactly("10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8");
        assertThat(read("b", Reading.join(Reading.bzip2(half), Reading.bzip2(other))).prefixes())
                .containsExactly("10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8");
    }

    @Test
    void a_file_cut_in_its_second_member_is_truncated_wherever_it_is_cut() throws IOException {
        for (boolean bzip2 : new boolean[] {true, false}) {
            byte[] member = bzip2 ? Reading.bzip2(TEXT) : Reading.gzip(TEXT);
            byte[] file = Reading.join(member, member);
            for (int size = member.length + 1; size < file.length; size++) {
                Reading reading = Reading.of(Arrays.copyOf(file, size));

                assertThat(reading.routes()).as("cut at %d", size).hasSizeGreaterThanOrEqualTo(2);
                assertThat(reading.cutShort()).get().asString().startsWith("truncated: ");
            }
        }
    }

    @Test
    void bytes_behind_the_compressed_data_are_told_and_what_was_before_is_read()
            throws IOException {
        byte[] garbage = "not compressed, and quite long".getBytes();

        Reading gzip = Reading.of(Reading.join(Reading.gzip(TEXT), garbage));
        Reading bzip2 = Reading.of(Reading.join(Reading.bzip2(TEXT), garbage));

        assertThat(gzip.routes()).hasSize(2);
        assertThat(gzip.cutShort()).get().asString().startsWith("damaged: the gzip-compressed");
        assertThat(bzip2.routes()).hasSize(2);
        assertThat(bzip2.cutShort()).get().asString().startsWith("damaged: the bzip2-compressed");
    }

    @Test
    void compressed_data_with_a_wrong_checksum_is_damaged() throws IOException {
        byte[] gzip = Reading.gzip(TEXT);
        gzip[gzip.length - 8] ^= 1;
        byte[] bzip2 = Reading.bzip2(TEXT);
        bzip2[10] ^= 1;

        assertThat(Reading.of(gzip).cutShort()).get().asString().startsWith("damaged: ");
        assertThat(Reading.of(bzip2).cutShort()).get().asString().startsWith("damaged: ");
    }

    @Test
    void the_position_goes_from_zero_to_the_size_of_the_file() throws IOException {
        Path file = directory.resolve("routes.gz");
        Files.write(file, Reading.gzip("10.0.0.0/8\n".repeat(100_000).getBytes()));

        try (RouteSource source = RouteFile.open(file, problem -> {})) {
            assertThat(source.size()).isEqualTo(Files.size(file));
            long before = source.position();
            Optional<SourceRoute> route = source.next();
            while (route.isPresent()) {
                assertThat(source.position()).isBetween(before, source.size());
                before = source.position();
                route = source.next();
            }
            assertThat(source.position()).isEqualTo(source.size());
        }
    }

    private Reading read(String name, byte[] content) throws IOException {
        return Reading.of(Files.write(directory.resolve(name), content));
    }
}

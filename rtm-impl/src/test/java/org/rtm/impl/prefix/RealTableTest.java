package org.rtm.impl.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The prefixes of the global Internet routing table, where a checkout has them beside it. */
class RealTableTest {
    private static final Path FILE = Path.of("shared", "data", "internet-prefixes.txt.gz");
    private static final int SAMPLE = 20_000;

    @Test
    void the_internet_routing_table_is_found_matched_walked_and_removed() throws IOException {
        List<Entry> ipv4 = new ArrayList<>();
        List<Entry> ipv6 = new ArrayList<>();
        try (BufferedReader lines = open(locate())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                (line.indexOf(':') < 0 ? ipv4 : ipv6).add(Entry.parse(line));
            }
        }
        assertThat(ipv4).hasSize(901_899);
        assertThat(ipv6).hasSize(160_147);

        check(32, ipv4);
        check(128, ipv6);
    }

    private static void check(int addressLength, List<Entry> entries) {
        Collections.shuffle(entries, new Random(1));
        PrefixMap<Entry> map = new PrefixMap<>(addressLength);
        Map<Entry, Entry> byPrefix = new HashMap<>();

        for (Entry entry : entries) {
            map.put(entry);
            byPrefix.put(entry, entry);
        }

        checkAnswers(map.snapshot(), addressLength, entries, byPrefix);
        for (Entry entry : entries) {
            map.remove(entry.highBits(), entry.lowBits(), entry.length());
        }
        assertThat(map.size()).isZero();
        assertThat(map.snapshot().root().slots()).isEmpty();
    }

    private static void checkAnswers(
            PrefixSnapshot<Entry> snapshot,
            int addressLength,
            List<Entry> entries,
            Map<Entry, Entry> byPrefix) {
        assertThat(snapshot.size()).isEqualTo(byPrefix.size());
        for (Entry entry : entries) {
            if (snapshot.get(entry.highBits(), entry.lowBits(), entry.length()) == null) {
                throw new AssertionError(entry + " is not found");
            }
        }
        Random random = new Random(2);
        for (Entry entry : entries.subList(0, SAMPLE)) {
            Entry address = addressIn(entry, addressLength, random);
            assertThat(snapshot.longestMatch(address.highBits(), address.lowBits(), addressLength))
                    .isSameAs(longest(byPrefix, address, addressLength));
            assertThat(snapshot.nextLessSpecific(entry.highBits(), entry.lowBits(), entry.length()))
                    .isSameAs(longest(byPrefix, entry, entry.length() - 1));
        }
        List<Entry> walked = new ArrayList<>();
        PrefixWalk<Entry> walk = snapshot.walk();
        for (Entry entry = walk.next(); entry != null; entry = walk.next()) {
            walked.add(entry);
        }
        List<Entry> sorted = new ArrayList<>(byPrefix.values());
        sorted.sort((a, b) -> Bits.compare(a, b.highBits(), b.lowBits(), b.length()));
        assertThat(walked.equals(sorted)).as("walked in order").isTrue();
    }

    /** Half of the time an address of the prefix, else one close by. */
    private static Entry addressIn(Entry entry, int addressLength, Random random) {
        int length = entry.length() - random.nextInt(2) * random.nextInt(entry.length() + 1);
        Entry known = Entry.masked(entry.highBits(), entry.lowBits(), length);
        Entry covered = Entry.masked(~0L, ~0L, length);
        return Entry.masked(
                known.highBits() | random.nextLong() & ~covered.highBits(),
                known.lowBits() | random.nextLong() & ~covered.lowBits(),
                addressLength);
    }

    private static Entry longest(Map<Entry, Entry> byPrefix, Entry asked, int atMost) {
        for (int length = atMost; length >= 0; length--) {
            Entry found = byPrefix.get(Entry.masked(asked.highBits(), asked.lowBits(), length));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The file lies beside the project's root, which is somewhere above. */
    private static Path locate() {
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(FILE))) {
                return above.resolve(FILE);
            }
        }
        String reason = "skipped: no " + FILE + " beside the project";
        System.out.println(RealTableTest.class.getSimpleName() + " " + reason);
        return abort(reason);
    }

    private static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)),
                        StandardCharsets.US_ASCII));
    }
}

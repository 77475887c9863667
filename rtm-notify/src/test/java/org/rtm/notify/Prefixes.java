package org.rtm.notify;

import static java.util.stream.Collectors.partitioningBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/**
 * Prefixes of the global Internet routing table, where a checkout has them beside it; else as many
 * made up, of about the same lengths.
 */
final class Prefixes {
    private static final Path FILE = Path.of("shared", "data", "internet-prefixes.txt.gz");

    /** The lengths of the real ones, in percent; the rest is spread. */
    private static final Map<AddressFamily, int[][]> LENGTHS =
            Map.of(
                    AddressFamily.IPV4,
                    new int[][] {{24, 60}, {22, 12}, {23, 11}, {21, 6}, {20, 5}, {19, 3}, {16, 3}},
                    AddressFamily.IPV6,
                    new int[][] {{48, 47}, {32, 14}, {44, 9}, {40, 9}, {36, 6}, {46, 6}, {29, 9}});

    private Prefixes() {}

    /** Different prefixes of each family, in random order. */
    static Map<AddressFamily, List<NetAddress>> of(int inFamily, Random random) throws IOException {
        Map<AddressFamily, List<NetAddress>> prefixes = new HashMap<>();
        Path file = locate();
        if (file == null) {
            System.out.println("no " + FILE + " beside the project: prefixes are made up");
            for (AddressFamily family : AddressFamily.values()) {
                prefixes.put(family, madeUp(family, inFamily, random));
            }
            return prefixes;
        }
        try (BufferedReader lines = open(file)) {
            Map<Boolean, List<String>> byFamily =
                    lines.lines().collect(partitioningBy(line -> line.indexOf(':') < 0));
            prefixes.put(AddressFamily.IPV4, sample(byFamily.get(true), inFamily, random));
            prefixes.put(AddressFamily.IPV6, sample(byFamily.get(false), inFamily, random));
        }
        return prefixes;
    }

    private static List<NetAddress> sample(List<String> lines, int count, Random random) {
        Collections.shuffle(lines, random);
        return lines.stream().limit(count).map(NetAddress::parse).toList();
    }

    private static List<NetAddress> madeUp(AddressFamily family, int count, Random random) {
        Set<NetAddress> prefixes = new LinkedHashSet<>();
        while (prefixes.size() < count) {
            byte[] bytes = new byte[family.addressLength() / 8];
            random.nextBytes(bytes);
            bytes[0] = (byte) (family == AddressFamily.IPV4 ? 1 + random.nextInt(223) : 0x20);
            prefixes.add(NetAddress.masked(family, bytes, length(family, random)));
        }
        return new ArrayList<>(prefixes);
    }

    private static int length(AddressFamily family, Random random) {
        int percent = random.nextInt(100);
        int[][] lengths = LENGTHS.get(family);
        for (int[] length : lengths) {
            percent -= length[1];
            if (percent < 0) {
                return length[0];
            }
        }
        return lengths[0][0];
    }

    /** The file lies beside the project's root, which is somewhere above; null if it does not. */
    private static Path locate() {
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(FILE))) {
                return above.resolve(FILE);
            }
        }
        return null;
    }

    private static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)),
                        StandardCharsets.US_ASCII));
    }
}

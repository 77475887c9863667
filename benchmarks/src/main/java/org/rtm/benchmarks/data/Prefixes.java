package org.rtm.benchmarks.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/** The routing tables that are measured with, and addresses to look up in them. */
public final class Prefixes {
    private static final Path REAL_TABLE = Path.of("../shared/data/internet-prefixes.txt.gz");

    private static final int GENERATED_IPV4 = 900_000;
    private static final int GENERATED_IPV6 = 160_000;

    private static final long SEED = 42;

    private Prefixes() {}

    /** In words, which table {@link #table} is. */
    public static String source() {
        return Files.exists(REAL_TABLE)
                ? "the Internet's, as one router saw it ("
                        + REAL_TABLE.getFileName()
                        + "): 901,899 IPv4 and 160,147 IPv6 prefixes"
                : "generated in the shape of the Internet's: %,d IPv4 and %,d IPv6 prefixes"
                        .formatted(GENERATED_IPV4, GENERATED_IPV6);
    }

    /** The whole table, in the order of its file, which is none. */
    public static List<Prefix> table(AddressFamily family) {
        if (Files.exists(REAL_TABLE)) {
            return read(family);
        }
        return generated(family, family == AddressFamily.IPV4 ? GENERATED_IPV4 : GENERATED_IPV6);
    }

    /** A table of any size in the shape of the Internet's, the same each time. */
    public static List<Prefix> generated(AddressFamily family, int count) {
        return new PrefixGenerator(family, new SplittableRandom(SEED)).generate(count);
    }

    private static List<Prefix> read(AddressFamily family) {
        boolean isIpv6 = family == AddressFamily.IPV6;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(REAL_TABLE)),
                                StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> line.indexOf(':') >= 0 == isIpv6)
                    .map(line -> Prefix.of(NetAddress.parse(line)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Random addresses that each are in a random prefix of the table: host prefixes. */
    public static Prefix[] addressesIn(List<Prefix> table, int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        Prefix[] addresses = new Prefix[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = addressIn(table.get(random.nextInt(table.size())), random);
        }
        return addresses;
    }

    private static Prefix addressIn(Prefix prefix, SplittableRandom random) {
        int length = prefix.length();
        boolean isIpv4 = prefix.family() == AddressFamily.IPV4;
        long high = prefix.highBits() | ~Prefix.highMask(length) & random.nextLong();
        long low = prefix.lowBits() | ~Prefix.lowMask(length) & random.nextLong();
        return new Prefix(
                prefix.family(),
                isIpv4 ? high & -1L << Integer.SIZE : high,
                isIpv4 ? 0 : low,
                prefix.family().addressLength());
    }

    /** Random prefixes of the table. */
    public static Prefix[] picks(List<Prefix> table, int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        Prefix[] picks = new Prefix[count];
        for (int i = 0; i < count; i++) {
            picks[i] = table.get(random.nextInt(table.size()));
        }
        return picks;
    }
}

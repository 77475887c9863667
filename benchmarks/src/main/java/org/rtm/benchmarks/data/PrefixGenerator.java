package org.rtm.benchmarks.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.rtm.api.AddressFamily;

/**
 * Makes tables in the shape of the Internet's: the lengths are as frequent as there, and so are
 * prefixes inside others and runs of neighbours, in less than half of the possible networks.
 */
final class PrefixGenerator {
    /** How many prefixes of 10,000 have which length, the first one being that of {@code from}. */
    private record Lengths(int from, int... shares) {
        int pick(SplittableRandom random) {
            int rest = random.nextInt(10_000);
            int length = from;
            for (int share : shares) {
                if (rest < share) {
                    return length;
                }
                rest -= share;
                length++;
            }
            return length;
        }
    }

    private static final Lengths IPV4 =
            new Lengths(10, 1, 1, 3, 7, 13, 23, 150, 92, 153, 276, 473, 563, 1205, 1070, 5960);
    private static final Lengths IPV6 =
            new Lengths(
                    28, 14, 273, 41, 18, 1408, 183, 163, 66, 375, 55, 101, 86, 838, 57, 144, 63,
                    897, 97, 190, 197, 4720);

    /** Of 100 prefixes, how many are beside the one before, and how many inside an earlier one. */
    private static final int BESIDE = 45;

    private static final int INSIDE = 25;

    private final AddressFamily family;
    private final SplittableRandom random;
    private final Lengths lengths;

    PrefixGenerator(AddressFamily family, SplittableRandom random) {
        this.family = family;
        this.random = random;
        this.lengths = family == AddressFamily.IPV4 ? IPV4 : IPV6;
    }

    List<Prefix> generate(int count) {
        Set<Prefix> seen = new HashSet<>(2 * count);
        List<Prefix> table = new ArrayList<>(count);
        while (table.size() < count) {
            Prefix next = next(table);
            if (seen.add(next)) {
                table.add(next);
            }
        }
        return shuffled(table);
    }

    private Prefix next(List<Prefix> table) {
        int length = lengths.pick(random);
        int kind = table.isEmpty() ? 100 : random.nextInt(100);
        if (kind < BESIDE) {
            return cut(table.get(table.size() - 1).highBits() + (1L << Long.SIZE - length), length);
        }
        if (kind < BESIDE + INSIDE) {
            Prefix around = table.get(random.nextInt(table.size()));
            if (around.length() < length) {
                return cut(
                        around.highBits() | ~Prefix.highMask(around.length()) & random.nextLong(),
                        length);
            }
        }
        return cut(network(), length);
    }

    /** Random bits in one of the networks in use: 24,000 of IPv4's /16, 8,000 of IPv6's /24. */
    private long network() {
        long rest = random.nextLong();
        if (family == AddressFamily.IPV4) {
            long number = random.nextInt(24_000) * 7L % (223 * 256 - 256) + 256;
            return number << 48 | rest >>> 16;
        }
        return 1L << 61 | (long) random.nextInt(8_000) << 40 | rest >>> 24;
    }

    private Prefix cut(long high, int length) {
        return new Prefix(family, high, 0, Long.SIZE).cut(length);
    }

    private List<Prefix> shuffled(List<Prefix> table) {
        for (int i = table.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            table.set(i, table.set(other, table.get(i)));
        }
        return table;
    }
}

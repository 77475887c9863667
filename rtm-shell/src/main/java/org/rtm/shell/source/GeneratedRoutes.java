package org.rtm.shell.source;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/**
 * Made-up routes in the shape of the Internet's routing table: with its lengths of prefixes, about
 * its clusters and its nesting, each prefix once, in the order of the table. The same count and
 * seed give the same routes on any machine. They go to a few next hops out of the addresses for
 * documentation.
 */
public final class GeneratedRoutes implements RouteSource {
    /**
     * The most routes that can be asked for: the address space has not the short prefixes of more.
     */
    public static final int MOST = 3_000_000;

    /**
     * One router's view of the Internet routing table, January 2024: of each length of an IPv4
     * prefix, how many no other prefix covers, and how many are nested in another one.
     */
    private static final int[][] IPV4 = {
        {8, 16, 0},
        {9, 9, 4},
        {10, 38, 0},
        {11, 99, 4},
        {12, 268, 31},
        {13, 485, 96},
        {14, 1025, 178},
        {15, 1636, 464},
        {16, 10284, 3206},
        {17, 4481, 3754},
        {18, 6923, 6875},
        {19, 15055, 9815},
        {20, 19405, 23206},
        {21, 23027, 27723},
        {22, 59396, 49227},
        {23, 41454, 55056},
        {24, 261082, 276616},
        {25, 0, 20},
        {26, 0, 3},
        {27, 0, 11},
        {28, 1, 17},
        {29, 0, 17},
        {30, 0, 3},
        {31, 0, 3},
        {32, 6, 880},
    };

    /** The same of IPv6, without the 83 prefixes there that are longer than 64. */
    private static final int[][] IPV6 = {
        {16, 1, 0},
        {19, 1, 0},
        {20, 16, 0},
        {21, 3, 0},
        {22, 7, 0},
        {23, 8, 0},
        {24, 27, 3},
        {25, 7, 1},
        {26, 15, 0},
        {27, 18, 2},
        {28, 108, 85},
        {29, 4317, 54},
        {30, 367, 283},
        {31, 154, 130},
        {32, 16821, 5727},
        {33, 559, 2367},
        {34, 730, 1873},
        {35, 394, 649},
        {36, 2604, 3392},
        {37, 217, 663},
        {38, 769, 848},
        {39, 247, 1130},
        {40, 3183, 10235},
        {41, 423, 480},
        {42, 469, 1832},
        {43, 567, 434},
        {44, 4059, 10306},
        {45, 285, 1268},
        {46, 1421, 1618},
        {47, 676, 2477},
        {48, 30575, 44913},
        {49, 0, 11},
        {50, 0, 3},
        {52, 0, 1},
        {55, 0, 1},
        {56, 1, 23},
        {58, 0, 20},
        {60, 2, 0},
        {64, 5, 179},
    };

    /** So much of the addresses may be inside prefixes; in the real table 83 % of IPv4 are. */
    private static final double FULL = 0.9;

    private static final int NEXT_HOPS = 8;
    private static final int HIGHEST_METRIC = 6;

    private final NextHops nextHops = new NextHops();
    private final long size;
    private final PrefixSpace[] spaces;
    private int spacesDone;
    private long made;

    private GeneratedRoutes(long size, PrefixSpace... spaces) {
        this.size = size;
        this.spaces = spaces;
    }

    /**
     * Makes routes of both families, in the shares that these have in the real table.
     *
     * @param count how many routes, 0 to {@link #MOST}
     * @param seed another one gives other routes
     * @return the routes, the IPv4 ones first
     * @throws IllegalArgumentException if the count is out of range; the message is meant for a
     *     person
     */
    public static GeneratedRoutes of(int count, long seed) {
        check(count);
        long ipv4 = total(IPV4);
        int ipv4Count = (int) Math.round(count * ((double) ipv4 / (ipv4 + total(IPV6))));
        return new GeneratedRoutes(
                count,
                space(AddressFamily.IPV4, ipv4Count, seed),
                space(AddressFamily.IPV6, count - ipv4Count, seed));
    }

    /**
     * Makes routes of one family.
     *
     * @param family the address family
     * @param count how many routes, 0 to {@link #MOST}
     * @param seed another one gives other routes
     * @return the routes
     * @throws IllegalArgumentException if the count is out of range; the message is meant for a
     *     person
     */
    public static GeneratedRoutes of(AddressFamily family, int count, long seed) {
        check(count);
        return new GeneratedRoutes(count, space(family, count, seed));
    }

    @Override
    public Optional<SourceRoute> next() {
        while (spacesDone < spaces.length) {
            PrefixSpace space = spaces[spacesDone];
            NetAddress prefix = space.next();
            if (prefix != null) {
                made++;
                return Optional.of(route(prefix, space));
            }
            spacesDone++;
        }
        return Optional.empty();
    }

    @Override
    public long position() {
        return made;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Map<String, Long> skipped() {
        return Map.of();
    }

    @Override
    public Optional<String> cutShort() {
        return Optional.empty();
    }

    @Override
    public void close() {
        spacesDone = spaces.length;
    }

    private SourceRoute route(NetAddress prefix, PrefixSpace space) {
        int host = 1 + space.random(NEXT_HOPS);
        int metric = 1 + space.random(HIGHEST_METRIC);
        Optional<NetAddress> nextHop =
                prefix.family() == AddressFamily.IPV4
                        ? nextHops.of(AddressFamily.IPV4, 0xC0000200L + host << 32, 0)
                        : nextHops.of(AddressFamily.IPV6, 0x20010DB8L << 32, host);
        return new SourceRoute(prefix, nextHop, 0, metric, Optional.empty());
    }

    private static void check(int count) {
        if (count < 0 || count > MOST) {
            throw new IllegalArgumentException(
                    "cannot generate %d routes; allowed are 0 to %d".formatted(count, MOST));
        }
    }

    private static long total(int[][] table) {
        return Arrays.stream(table).mapToLong(row -> row[1] + row[2]).sum();
    }

    /**
     * Plans how many prefixes of each length are outer and how many nested. A table larger than the
     * real one has not the room for as many outer ones, a small one not the outer ones for as many
     * nested.
     */
    private static PrefixSpace space(AddressFamily family, int count, long seed) {
        int[][] table = family == AddressFamily.IPV4 ? IPV4 : IPV6;
        int longest = table[table.length - 1][0];
        int[] counts = shares(count, table);
        double used = 0;
        for (int i = 0; i < table.length; i++) {
            double outerShare = (double) table[i][1] / (table[i][1] + table[i][2]);
            used += counts[i] * outerShare / PrefixSpace.room(family, table[i][0]);
        }
        double fit = Math.min(1, FULL / used);
        double free = FULL;
        int[] outer = new int[longest + 1];
        int[] nested = new int[longest + 1];
        long places = 0;
        int length = 0;
        for (int i = 0; i < table.length; i++) {
            // Every outer prefix has two places of the next length in it.
            while (length < table[i][0]) {
                places = Math.min(MOST, 2 * (places + outer[length++]));
            }
            double outerShare = (double) table[i][1] / (table[i][1] + table[i][2]);
            long room = PrefixSpace.room(family, length);
            long wanted = Math.round(Math.min(counts[i] * outerShare * fit, free * room));
            outer[length] = (int) Math.max(wanted, counts[i] - places);
            nested[length] = counts[i] - outer[length];
            free = Math.max(0, free - (double) outer[length] / room);
        }
        return new PrefixSpace(family, outer, nested, seed);
    }

    /** Divides a count as the rows of a table are, to a sum that is the count itself. */
    private static int[] shares(int count, int[][] table) {
        long total = total(table);
        int[] shares = new int[table.length];
        long sumBefore = 0;
        long given = 0;
        for (int i = 0; i < table.length; i++) {
            sumBefore += table[i][1] + table[i][2];
            long due = (count * sumBefore + total / 2) / total;
            shares[i] = (int) (due - given);
            given = due;
        }
        return shares;
    }
}

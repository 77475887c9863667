package org.rtm.shell.source;

import java.util.Arrays;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/**
 * Makes prefixes at random, each once, in the order of the table. A block of addresses is divided
 * in two again and again, and with it, unevenly, the number of prefixes of each length that are
 * still to be made in it. So blocks are crowded or empty at every scale, as they are in the
 * Internet, and memory does not grow with the number of prefixes.
 *
 * <p>An outer prefix is one that no other covers, a nested one is inside an outer one. A block
 * holds no more outer prefixes than fit beside each other, and no more nested ones than fit into
 * its outer ones, whichever way it is divided.
 *
 * <p>All numbers are integers or come from the four basic operations on double, which Java defines
 * to the last bit.
 */
final class PrefixSpace {
    /** Networks are handed out from blocks of this length; some IPv4 ones never are. */
    private static final int IPV4_BLOCK = 8;

    /** Global unicast addresses are 2000::/3. */
    private static final int IPV6_START = 3;

    /** Chosen so that clusters and nesting come out about as in the real table. */
    private static final int NESTED_UNEVENNESS = 2;

    private static final int IPV4_BLOCK_UNEVENNESS = 0;
    private static final int IPV4_UNEVENNESS = 2;
    private static final int IPV6_UNEVENNESS = 4;

    /** More than any count: larger numbers of places are not told apart. */
    private static final long MANY = 1L << 40;

    private final AddressFamily family;
    private final int longest;
    private final Block[] left;
    private final Block[] right;
    private final Block[] stack;
    private int top;
    private long randomState;

    /**
     * Makes a space.
     *
     * @param outer how many outer prefixes of each length to make; at most 64 bits
     * @param nested how many nested ones, as many lengths
     */
    PrefixSpace(AddressFamily family, int[] outer, int[] nested, long seed) {
        this.family = family;
        this.randomState = seed;
        this.longest = outer.length - 1;
        this.left = new Block[longest + 1];
        this.right = new Block[longest + 1];
        this.stack = new Block[longest + 2];
        for (int length = 1; length <= longest; length++) {
            left[length] = new Block(longest);
            right[length] = new Block(longest);
        }
        Block whole = new Block(longest);
        if (family == AddressFamily.IPV4) {
            whole.start(0, 0, false);
        } else {
            whole.start(IPV6_START, 0x2000L << 48, false);
        }
        for (int length = 0; length <= longest; length++) {
            whole.outer[length] = outer[length];
            whole.nested[length] = nested[length];
            whole.total += outer[length] + nested[length];
        }
        stack[top++] = whole;
    }

    /** Returns how many prefixes of a length have room beside each other. */
    static long room(AddressFamily family, int length) {
        return family == AddressFamily.IPV6
                ? 1L << length - IPV6_START
                : ipv4Blocks(0, 0) << length - IPV4_BLOCK;
    }

    /** Returns the next prefix, or null if all are made. */
    NetAddress next() {
        while (top > 0) {
            Block block = stack[top - 1];
            if (block.total == 0) {
                top--;
            } else if (block.takeOwn()) {
                return NetAddress.ofBits(family, block.bits, 0, block.length);
            } else {
                top--;
                divide(block);
            }
        }
        return null;
    }

    /** A number from 0 up to a bound, which is not in it. */
    int random(int bound) {
        return (int) ((random() >>> 33) * bound >>> 31);
    }

    private void divide(Block block) {
        int length = block.length + 1;
        Block first = left[length];
        Block second = right[length];
        first.start(length, block.bits, block.covered);
        second.start(length, block.bits | 1L << Long.SIZE - length, block.covered);
        if (block.covered) {
            divideNested(block, first, second, 1, 1);
        } else {
            divideOuter(block, first, second);
            divideNested(block, first, second, 0, 0);
        }
        stack[top++] = second;
        stack[top++] = first;
    }

    private void divideOuter(Block block, Block first, Block second) {
        long firstRoom = addresses(first);
        long secondRoom = addresses(second);
        int unevenness =
                family == AddressFamily.IPV6
                        ? IPV6_UNEVENNESS
                        : block.length < IPV4_BLOCK ? IPV4_BLOCK_UNEVENNESS : IPV4_UNEVENNESS;
        for (int i = first.length; i <= longest; i++) {
            int count = block.outer[i];
            if (count > 0) {
                long each = 1L << longest - i;
                int given = divide(count, share(unevenness), firstRoom / each, secondRoom / each);
                first.addOuter(i, given);
                second.addOuter(i, count - given);
                firstRoom -= given * each;
                secondRoom -= (count - given) * each;
            }
        }
    }

    /** Divides the nested prefixes; at first there are so many places for one in each half. */
    private void divideNested(
            Block block, Block first, Block second, long firstPlaces, long secondPlaces) {
        for (int i = first.length; i <= longest; i++) {
            int count = block.nested[i];
            if (count > 0) {
                double share = share(NESTED_UNEVENNESS);
                double firstWeight = firstPlaces * share;
                double secondWeight = secondPlaces * (1 - share);
                share = firstWeight / (firstWeight + secondWeight);
                int given = divide(count, share, firstPlaces, secondPlaces);
                first.addNested(i, given);
                second.addNested(i, count - given);
            }
            firstPlaces = Math.min(MANY, 2 * (firstPlaces + first.outer[i]));
            secondPlaces = Math.min(MANY, 2 * (secondPlaces + second.outer[i]));
        }
    }

    private int divide(int count, double share, long firstMost, long secondMost) {
        long wanted = (long) (count * share + fraction());
        long most = Math.min(count, firstMost);
        long least = Math.max(0, count - secondMost);
        return (int) Math.max(least, Math.min(wanted, most));
    }

    /** How many of the longest prefixes have room in a block. */
    private long addresses(Block block) {
        return family == AddressFamily.IPV6 || block.length > IPV4_BLOCK
                ? 1L << longest - block.length
                : ipv4Blocks(block.bits, block.length) << longest - IPV4_BLOCK;
    }

    private static long ipv4Blocks(long bits, int length) {
        int first = (int) (bits >>> Long.SIZE - IPV4_BLOCK);
        long blocks = 0;
        for (int i = first; i < first + (1 << IPV4_BLOCK - length); i++) {
            // Not the own network, private, loopback, multicast and reserved addresses.
            blocks += i == 0 || i == 10 || i == 127 || i >= 224 ? 0 : 1;
        }
        return blocks;
    }

    /** The first half's share of a block: the higher the power, the more uneven. */
    private double share(int power) {
        double first = fraction();
        double second = 1 - first;
        double firstPower = 1;
        double secondPower = 1;
        for (int i = 0; i < power; i++) {
            firstPower *= first;
            secondPower *= second;
        }
        return firstPower / (firstPower + secondPower);
    }

    private double fraction() {
        return (random() >>> 11) * 0x1p-53;
    }

    /** SplitMix64: java.util's generators of good quality are free to change. */
    private long random() {
        long z = randomState += 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** A block of addresses, and how many prefixes of each length are still to be made in it. */
    private static final class Block {
        private final int[] outer;
        private final int[] nested;
        private int length;
        private long bits;
        private boolean covered;
        private long total;

        Block(int longest) {
            outer = new int[longest + 1];
            nested = new int[longest + 1];
        }

        void start(int newLength, long newBits, boolean newCovered) {
            length = newLength;
            bits = newBits;
            covered = newCovered;
            total = 0;
            Arrays.fill(outer, 0);
            Arrays.fill(nested, 0);
        }

        void addOuter(int prefixLength, int count) {
            outer[prefixLength] = count;
            total += count;
        }

        void addNested(int prefixLength, int count) {
            nested[prefixLength] = count;
            total += count;
        }

        /** Takes the prefix that is the block itself, if it is one of those to be made. */
        boolean takeOwn() {
            if (outer[length] > 0) {
                outer[length]--;
                covered = true;
            } else if (nested[length] > 0) {
                nested[length]--;
            } else {
                return false;
            }
            total--;
            return true;
        }
    }
}

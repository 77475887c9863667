package org.rtm.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmException;

/**
 * Where in a table those prefixes are whose text begins with what somebody has typed: {@code 1} is
 * where 1.0.0.0 begins, and where 10.0.0.0 and 100.0.0.0 do. To look there takes no longer in a
 * large table than in a small one.
 */
final class AddressBlocks {
    private final AddressFamily family;
    private final String separator;
    private final int partBits;
    private final int radix;

    /**
     * Prefixes next to each other in a table.
     *
     * @param first what the first one may be
     * @param last covers the last ones
     */
    record Block(NetAddress first, NetAddress last) {
        boolean contains(NetAddress prefix) {
            return prefix.compareTo(last) <= 0 || last.covers(prefix);
        }
    }

    private AddressBlocks(AddressFamily family) {
        boolean isIpv4 = family == AddressFamily.IPV4;
        this.family = family;
        separator = isIpv4 ? "." : ":";
        partBits = isIpv4 ? Byte.SIZE : Short.SIZE;
        radix = isIpv4 ? 10 : 16;
    }

    /** The blocks in which to compare the text, in the order of the table. */
    static List<Block> of(AddressFamily family, String start) {
        try {
            return new AddressBlocks(family).of(start);
        } catch (NumberFormatException | RtmException noAddress) {
            return List.of();
        }
    }

    private List<Block> of(String start) {
        String typed = start.replaceFirst("(/|::).*", "");
        boolean isComplete = typed.length() < start.length();
        int cut = isComplete ? typed.length() : typed.lastIndexOf(separator) + 1;
        List<String> before =
                cut == 0
                        ? List.of()
                        : Arrays.asList(typed.substring(0, cut).split("\\" + separator));
        String part = typed.substring(cut);
        if (part.isEmpty()) {
            return List.of(before.isEmpty() ? everything() : block(before, before));
        }
        List<Block> blocks = new ArrayList<>();
        long low = Long.parseLong(part, radix);
        for (long count = 1; low < 1L << partBits; low *= radix, count *= radix) {
            long high = Math.min(low + count, 1L << partBits) - 1;
            blocks.add(block(with(before, low), with(before, high)));
            if (low == 0) {
                break;
            }
        }
        return blocks;
    }

    private Block everything() {
        return new Block(NetAddress.all(family), NetAddress.all(family));
    }

    private List<String> with(List<String> before, long part) {
        List<String> parts = new ArrayList<>(before);
        parts.add(Long.toString(part, radix));
        return parts;
    }

    private Block block(List<String> first, List<String> last) {
        return new Block(shortest(prefix(first)), prefix(last));
    }

    private NetAddress prefix(List<String> parts) {
        int length = parts.size() * partBits;
        List<String> all = new ArrayList<>(parts);
        int left = Math.max(0, family.addressLength() - length);
        all.addAll(Collections.nCopies(left / partBits, "0"));
        return NetAddress.parse(String.join(separator, all) + "/" + length);
    }

    /** The first in the table of those that begin with the same address. */
    private static NetAddress shortest(NetAddress prefix) {
        byte[] address = prefix.bytes();
        int length = 0;
        while (!Arrays.equals(
                NetAddress.masked(prefix.family(), address, length).bytes(), address)) {
            length++;
        }
        return NetAddress.masked(prefix.family(), address, length);
    }
}

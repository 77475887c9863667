package org.rtm.notify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.rtm.api.NetAddress;

/**
 * By which prefixes the answers for tracked addresses were found. The table's observer asks here
 * with the table's writers shut out: what it costs grows with the answers that a change concerns,
 * and not with the others.
 */
final class TrackedPrefixes {
    private final Map<Tracking, Set<NetAddress>> byTracking = new HashMap<>();
    private final NavigableMap<NetAddress, Set<Tracking>> byPrefix = new TreeMap<>();

    /** How many prefixes there are of each length. */
    private final int[] lengths = new int[NetAddress.MAX_ADDRESS_SIZE * Byte.SIZE + 1];

    /** Replaces the prefixes of a tracking. */
    synchronized void set(Tracking tracking, Set<NetAddress> prefixes) {
        remove(tracking);
        byTracking.put(tracking, prefixes);
        for (NetAddress prefix : prefixes) {
            Set<Tracking> there = byPrefix.get(prefix);
            if (there == null) {
                there = new HashSet<>();
                byPrefix.put(prefix, there);
                lengths[prefix.length()]++;
            }
            there.add(tracking);
        }
    }

    /**
     * Goes through the trackings with a prefix that covers a destination, or is covered by it; some
     * of them more than once.
     */
    synchronized void concerned(NetAddress destination, Consumer<Tracking> action) {
        for (Map.Entry<NetAddress, Set<Tracking>> entry :
                byPrefix.tailMap(destination, true).entrySet()) {
            if (!destination.covers(entry.getKey())) {
                break;
            }
            entry.getValue().forEach(action);
        }
        for (int length = 0; length < destination.length(); length++) {
            if (lengths[length] > 0) {
                NetAddress covering =
                        NetAddress.masked(destination.family(), destination.bytes(), length);
                byPrefix.getOrDefault(covering, Set.of()).forEach(action);
            }
        }
    }

    synchronized void remove(Tracking tracking) {
        Set<NetAddress> prefixes = byTracking.remove(tracking);
        if (prefixes == null) {
            return;
        }
        for (NetAddress prefix : prefixes) {
            Set<Tracking> there = byPrefix.get(prefix);
            there.remove(tracking);
            if (there.isEmpty()) {
                byPrefix.remove(prefix);
                lengths[prefix.length()]--;
            }
        }
    }
}

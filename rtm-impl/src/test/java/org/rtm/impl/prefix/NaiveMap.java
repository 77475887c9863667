package org.rtm.impl.prefix;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a prefix map must answer, found the obvious way: by prefixes written as ones and zeros,
 * which cover what starts with them, and whose order is that of a dictionary.
 */
final class NaiveMap {
    private final TreeMap<String, Entry> entries = new TreeMap<>();

    Entry put(Entry entry) {
        return entries.put(entry.bits(), entry);
    }

    Entry remove(Entry prefix) {
        return entries.remove(prefix.bits());
    }

    Entry get(Entry prefix) {
        return entries.get(prefix.bits());
    }

    Entry longestMatch(Entry prefix) {
        return longest(prefix.bits(), prefix.length());
    }

    Entry nextLessSpecific(Entry prefix) {
        return longest(prefix.bits(), prefix.length() - 1);
    }

    private Entry longest(String bits, int atMost) {
        Entry longest = null;
        for (Entry entry : entries.values()) {
            if (entry.length() <= atMost
                    && bits.startsWith(entry.bits())
                    && (longest == null || longest.length() < entry.length())) {
                longest = entry;
            }
        }
        return longest;
    }

    List<Entry> all() {
        return new ArrayList<>(entries.values());
    }

    List<Entry> from(Entry prefix) {
        return new ArrayList<>(entries.tailMap(prefix.bits(), true).values());
    }

    List<Entry> after(Entry prefix) {
        return new ArrayList<>(entries.tailMap(prefix.bits(), false).values());
    }

    List<Entry> within(Entry prefix) {
        return all().stream().filter(entry -> entry.bits().startsWith(prefix.bits())).toList();
    }

    /** The entries after the first prefix that the second covers. */
    List<Entry> afterWithin(Entry prefix, Entry within) {
        return after(prefix).stream()
                .filter(entry -> entry.bits().startsWith(within.bits()))
                .toList();
    }

    int size() {
        return entries.size();
    }
}

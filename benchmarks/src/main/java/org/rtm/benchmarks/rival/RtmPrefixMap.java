package org.rtm.benchmarks.rival;

import java.util.List;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.impl.prefix.PrefixMap;
import org.rtm.impl.prefix.PrefixWalk;

/** Ours. */
final class RtmPrefixMap implements Structure {
    static final String NAME = "RTM";

    private final PrefixMap<Prefix> map;
    private final long[] high;
    private final long[] low;
    private final byte[] length;

    RtmPrefixMap(List<Prefix> table, Prefix[] questions) {
        map = new PrefixMap<>(table.get(0).family().addressLength());
        table.forEach(map::put);
        for (int part = 0; part < PrefixMap.PARTS; part++) {
            map.compact(part); // as the routing table does a second after it was loaded
        }
        high = new long[questions.length];
        low = new long[questions.length];
        length = new byte[questions.length];
        for (int i = 0; i < questions.length; i++) {
            high[i] = questions[i].highBits();
            low[i] = questions[i].lowBits();
            length[i] = (byte) questions[i].length();
        }
    }

    @Override
    public Prefix longestMatch(int question) {
        return map.snapshot().longestMatch(high[question], low[question], length(question));
    }

    @Override
    public Prefix exactMatch(int question) {
        return map.snapshot().get(high[question], low[question], length(question));
    }

    @Override
    public Prefix nextLessSpecific(int question) {
        return map.snapshot().nextLessSpecific(high[question], low[question], length(question));
    }

    private int length(int question) {
        return length[question] & 0xFF;
    }

    @Override
    public long walk() {
        long lengths = 0;
        PrefixWalk<Prefix> walk = map.snapshot().walk();
        for (Prefix prefix = walk.next(); prefix != null; prefix = walk.next()) {
            lengths += prefix.length();
        }
        return lengths;
    }
}

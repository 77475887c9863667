package org.rtm.shell.source;

import java.util.Optional;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/** Few next hops serve many routes: those met lately are kept, so that routes share them. */
final class NextHops {
    private static final int KEPT = 1024;

    private final Object[] kept = new Object[KEPT];

    /** Returns the host with an address, in the words of {@link NetAddress#ofBits}. */
    Optional<NetAddress> of(AddressFamily family, long high, long low) {
        long mixed = (high * 31 + low) * 0x9E3779B97F4A7C15L;
        int place = (int) (mixed >>> 54);
        @SuppressWarnings("unchecked")
        Optional<NetAddress> found = (Optional<NetAddress>) kept[place];
        if (found == null || !isAt(found.get(), family, high, low)) {
            found = Optional.of(NetAddress.ofBits(family, high, low, family.addressLength()));
            kept[place] = found;
        }
        return found;
    }

    private static boolean isAt(NetAddress host, AddressFamily family, long high, long low) {
        return host.family() == family && host.highBits() == high && host.lowBits() == low;
    }
}

package org.rtm.impl.table;

import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.provider.ObservedDestination;
import org.rtm.impl.prefix.Prefixed;

/**
 * A destination in the table, or the key of one. All that is known of it is in one immutable state,
 * swapped whole: readers take no lock and never see half a change.
 *
 * <p>An entry leaves the table when nothing is left to say of its prefix, and another one may come:
 * whoever kept an entry goes through {@link Table#current} before reading it.
 */
public abstract class DestinationEntry implements Prefixed, ObservedDestination {
    private final byte length;
    private volatile DestinationState state;

    private DestinationEntry(int length, DestinationState state) {
        this.length = (byte) length;
        this.state = state;
    }

    static DestinationEntry of(NetAddress address, DestinationState state) {
        return address.family() == AddressFamily.IPV4
                ? new Ipv4(address, state)
                : new Ipv6(address, state);
    }

    public final DestinationState state() {
        return state;
    }

    final void swap(DestinationState next) {
        state = next;
    }

    @Override
    public final int length() {
        return length & 0xFF;
    }

    @Override
    public final boolean equals(Object object) {
        return object instanceof DestinationEntry other
                && getClass() == other.getClass()
                && length == other.length
                && highBits() == other.highBits()
                && lowBits() == other.lowBits();
    }

    @Override
    public final int hashCode() {
        long bits = (highBits() * 31 + lowBits()) * 31 + length;
        bits ^= bits >>> 32; // the lower half of an IPv4 prefix says nothing, and would not be
        // mixed in
        return (int) (bits * 0x9E3779B97F4A7C15L >>> 32);
    }

    @Override
    public final String toString() {
        return address().toString();
    }

    private static final class Ipv4 extends DestinationEntry {
        private final int bits;

        Ipv4(NetAddress address, DestinationState state) {
            super(address.length(), state);
            bits = address.ipv4Address();
        }

        @Override
        public long highBits() {
            return (long) bits << 32;
        }

        @Override
        public long lowBits() {
            return 0;
        }

        @Override
        public NetAddress address() {
            return NetAddress.ipv4(bits, length());
        }
    }

    private static final class Ipv6 extends DestinationEntry {
        private final long high;
        private final long low;

        Ipv6(NetAddress address, DestinationState state) {
            super(address.length(), state);
            high = address.highBits();
            low = address.lowBits();
        }

        @Override
        public long highBits() {
            return high;
        }

        @Override
        public long lowBits() {
            return low;
        }

        @Override
        public NetAddress address() {
            return NetAddress.ofBits(AddressFamily.IPV6, high, low, length());
        }
    }
}

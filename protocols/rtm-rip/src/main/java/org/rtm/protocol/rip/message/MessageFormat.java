package org.rtm.protocol.rip.message;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/** Messages as bytes, without authentication (RFC 2453, 3.6 and 4). */
public final class MessageFormat {
    static final int HEADER_SIZE = 4;
    static final int ENTRY_SIZE = 20;

    private static final int REQUEST = 1;
    private static final int RESPONSE = 2;
    private static final int VERSION = 2;
    private static final int IPV4 = 2;
    private static final int HOST_LENGTH = AddressFamily.IPV4.addressLength();

    private static final List<NetAddress> UNROUTABLE =
            List.of(
                    NetAddress.parse("0.0.0.0/8"),
                    NetAddress.parse("127.0.0.0/8"),
                    NetAddress.parse("224.0.0.0/3"));

    private MessageFormat() {}

    /** Makes bytes of a message. */
    public static byte[] write(RipMessage message) {
        if (message instanceof RipMessage.TableRequest) {
            // One entry of no address family and infinite metric.
            return header(REQUEST, 1).putLong(0).putLong(0).putInt(RipEntry.INFINITY).array();
        } else if (message instanceof RipMessage.RouteRequest request) {
            return write(REQUEST, request.entries());
        }
        return write(RESPONSE, ((RipMessage.Response) message).entries());
    }

    private static byte[] write(int command, List<RipEntry> entries) {
        ByteBuffer bytes = header(command, entries.size());
        for (RipEntry entry : entries) {
            bytes.putShort((short) IPV4)
                    .putShort((short) entry.tag())
                    .putInt(entry.prefix().ipv4Address())
                    .putInt(entry.prefix().ipv4Mask())
                    .putInt(entry.nextHop().ipv4Address())
                    .putInt((int) entry.metric());
        }
        return bytes.array();
    }

    private static ByteBuffer header(int command, int entries) {
        return ByteBuffer.allocate(HEADER_SIZE + entries * ENTRY_SIZE)
                .put((byte) command)
                .put((byte) VERSION)
                .putShort((short) 0);
    }

    /**
     * Understands a message.
     *
     * @param datagram the bytes, without authentication
     * @return the message, without the entries that make no sense
     * @throws RefusedException if nothing of it makes sense
     */
    public static Received read(byte[] datagram) throws RefusedException {
        checkLength(datagram);
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        int command = Byte.toUnsignedInt(bytes.get());
        int version = Byte.toUnsignedInt(bytes.get());
        int reserved = Short.toUnsignedInt(bytes.getShort());
        if (version != VERSION) {
            throw new RefusedException(
                    Refusal.VERSION, "version %d; understood is 2".formatted(version));
        }
        if (command != REQUEST && command != RESPONSE) {
            throw new RefusedException(
                    Refusal.COMMAND,
                    "command %d; understood are 1 (request) and 2 (response)".formatted(command));
        }
        if (reserved != 0) {
            throw new RefusedException(
                    Refusal.RESERVED_BITS,
                    "0x%04X in the header where zero must be".formatted(reserved));
        }
        if (command == REQUEST && isForTable(datagram)) {
            return new Received(new RipMessage.TableRequest(), List.of());
        }
        List<RipEntry> entries = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        while (bytes.hasRemaining()) {
            read(bytes, command == RESPONSE, refusals).ifPresent(entries::add);
        }
        return new Received(
                command == REQUEST
                        ? new RipMessage.RouteRequest(entries)
                        : new RipMessage.Response(entries),
                refusals);
    }

    private static void checkLength(byte[] datagram) throws RefusedException {
        if (datagram.length < HEADER_SIZE || (datagram.length - HEADER_SIZE) % ENTRY_SIZE != 0) {
            throw new RefusedException(
                    Refusal.LENGTH,
                    "%d bytes; allowed are 4 and whole entries of 20".formatted(datagram.length));
        }
        int entries = (datagram.length - HEADER_SIZE) / ENTRY_SIZE;
        if (entries > RipMessage.MOST_ENTRIES) {
            throw new RefusedException(
                    Refusal.TOO_MANY_ENTRIES,
                    "%d entries; allowed are 0 to %d".formatted(entries, RipMessage.MOST_ENTRIES));
        }
    }

    private static boolean isForTable(byte[] datagram) {
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        return datagram.length == HEADER_SIZE + ENTRY_SIZE
                && bytes.getShort(HEADER_SIZE) == 0
                && bytes.getInt(datagram.length - Integer.BYTES) == RipEntry.INFINITY;
    }

    /** Reads an entry: all of its bytes, whether or not they make sense. */
    private static Optional<RipEntry> read(
            ByteBuffer bytes, boolean isTold, List<Refusal> refusals) {
        int family = Short.toUnsignedInt(bytes.getShort());
        int tag = Short.toUnsignedInt(bytes.getShort());
        int address = bytes.getInt();
        int mask = bytes.getInt();
        NetAddress nextHop = NetAddress.ipv4(bytes.getInt(), HOST_LENGTH);
        long metric = Integer.toUnsignedLong(bytes.getInt());
        int length = Integer.bitCount(mask);
        boolean isMask = mask == NetAddress.ipv4MaskFromLength(length);
        if (family != IPV4) {
            refusals.add(Refusal.ADDRESS_FAMILY);
        } else if (!isMask || mask == 0 && address != 0) {
            refusals.add(Refusal.MASK);
        } else if ((address & ~mask) != 0) {
            refusals.add(Refusal.HOST_BITS);
        } else if (isUnroutable(NetAddress.ipv4(address, length))) {
            refusals.add(Refusal.DESTINATION);
        } else if (!nextHop.equals(RipEntry.SENDER) && isUnroutable(nextHop)) {
            refusals.add(Refusal.NEXT_HOP);
        } else if (isTold && (metric < 1 || metric > RipEntry.INFINITY)) {
            refusals.add(Refusal.METRIC);
        } else {
            return Optional.of(
                    new RipEntry(NetAddress.ipv4(address, length), tag, nextHop, metric));
        }
        return Optional.empty();
    }

    private static boolean isUnroutable(NetAddress prefix) {
        return UNROUTABLE.stream().anyMatch(range -> range.covers(prefix));
    }
}

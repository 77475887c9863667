package org.rtm.shell.source;

import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/** The fields of a part of an MRT file, taken one after the other and never past its end. */
final class MrtFields {
    private final byte[] bytes;
    private final int end;
    private int next;

    MrtFields(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.next = from;
        this.end = end;
    }

    boolean hasMore() {
        return next < end;
    }

    int uint8() throws Malformed {
        return bytes[take(1, "field")] & 0xFF;
    }

    int uint16() throws Malformed {
        int at = take(2, "field");
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    long uint32() throws Malformed {
        return (long) uint16() << 16 | uint16();
    }

    /**
     * Takes the bytes that a prefix of a length needs; what is in the last one past it counts not.
     */
    NetAddress address(AddressFamily family, int length) throws Malformed {
        byte[] address = new byte[family.addressLength() / 8];
        int count = (length + 7) / 8;
        System.arraycopy(bytes, take(count, "address"), address, 0, count);
        return NetAddress.masked(family, address, length);
    }

    /** Takes the next bytes as fields of their own. */
    MrtFields part(int length, String name) throws Malformed {
        int at = take(length, name);
        return new MrtFields(bytes, at, at + length);
    }

    void skip(int length, String name) throws Malformed {
        take(length, name);
    }

    private int take(int length, String name) throws Malformed {
        if (length > end - next) {
            throw new Malformed(
                    "%s needs %d bytes where %d are left".formatted(name, length, end - next));
        }
        int at = next;
        next += length;
        return at;
    }

    /** What is wrong with a record. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String reason) {
            super(reason, null, false, false);
        }
    }
}

package org.rtm.protocol.rip.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The first entry of a message, where it is there for authentication. */
final class AuthenticationEntry {
    /** Where the entry's own bytes begin: after address family and type. */
    static final int CONTENT = MessageFormat.HEADER_SIZE + 2 * Short.BYTES;

    /** What stands where other entries have their address family. */
    static final short MARK = (short) 0xFFFF;

    private static final int END = MessageFormat.HEADER_SIZE + MessageFormat.ENTRY_SIZE;

    private AuthenticationEntry() {}

    static byte[] secret(String what, String text, int most) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > most) {
            throw new IllegalArgumentException(
                    "the %s has %d bytes; allowed are 1 to %d".formatted(what, bytes.length, most));
        }
        return bytes;
    }

    /** Makes room for the entry, with room for a trailer, and writes its first fields. */
    static ByteBuffer insert(byte[] message, int type, int trailerSize) {
        ByteBuffer sealed =
                ByteBuffer.allocate(message.length + MessageFormat.ENTRY_SIZE + trailerSize);
        return sealed.put(message, 0, MessageFormat.HEADER_SIZE)
                .putShort(MARK)
                .putShort((short) type)
                .put(
                        END,
                        message,
                        MessageFormat.HEADER_SIZE,
                        message.length - MessageFormat.HEADER_SIZE);
    }

    static boolean isIn(byte[] datagram) {
        return datagram.length >= MessageFormat.HEADER_SIZE + Short.BYTES
                && ByteBuffer.wrap(datagram).getShort(MessageFormat.HEADER_SIZE) == MARK;
    }

    static void check(byte[] datagram, int type) throws RefusedException {
        if (datagram.length < MessageFormat.HEADER_SIZE) {
            throw new RefusedException(
                    Refusal.LENGTH, "%d bytes are no header".formatted(datagram.length));
        }
        if (!isIn(datagram)) {
            throw new RefusedException(
                    Refusal.AUTHENTICATION_MISSING, "no authentication, where it is required");
        }
        if (datagram.length < END) {
            throw new RefusedException(
                    Refusal.AUTHENTICATION_FORMAT,
                    "%d bytes hold no authentication".formatted(datagram.length));
        }
        int given = Short.toUnsignedInt(ByteBuffer.wrap(datagram).getShort(CONTENT - Short.BYTES));
        if (given != type) {
            throw new RefusedException(
                    Refusal.AUTHENTICATION_TYPE,
                    "authentication of type %d; required is %d".formatted(given, type));
        }
    }

    /** Takes the entry out, and what comes after the end. */
    static byte[] remove(byte[] datagram, int end) {
        return ByteBuffer.allocate(end - MessageFormat.ENTRY_SIZE)
                .put(datagram, 0, MessageFormat.HEADER_SIZE)
                .put(datagram, END, end - END)
                .array();
    }
}

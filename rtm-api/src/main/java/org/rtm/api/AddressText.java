package org.rtm.api;

import java.util.Arrays;

/**
 * Addresses as text, without the resolver: {@link java.net.InetAddress} looks names up, and takes
 * {@code 10.1} for an address.
 */
final class AddressText {
    private AddressText() {}

    /** Returns the bytes of an address, or null if the text is none. */
    static byte[] parse(String text) {
        return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    }

    /** Returns a decimal number of at most three digits, without leading zeros, or -1. */
    static int parseDecimal(String text) {
        return text.length() > 1 && text.charAt(0) == '0' ? -1 : parseDigits(text, 3, 10);
    }

    private static byte[] parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int value = parseDecimal(parts[i]);
            if (value < 0 || value > 255) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static byte[] parseIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] bytes = parseGroups(text);
            return bytes != null && bytes.length == 16 ? bytes : null;
        }
        if (text.lastIndexOf('.', gap) >= 0) {
            return null; // a dotted address can only be the end
        }
        byte[] head = parseGroups(text.substring(0, gap));
        byte[] tail = parseGroups(text.substring(gap + 2));
        if (head == null || tail == null || head.length + tail.length > 14) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(head, 16);
        System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
        return bytes;
    }

    /**
     * Parses groups of hexadecimal digits between colons, the last of which may be a dotted IPv4
     * address.
     */
    private static byte[] parseGroups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] groups = text.split(":", -1);
        byte[] bytes = new byte[groups.length * 2 + 2];
        int size = 0;
        for (int i = 0; i < groups.length; i++) {
            if (groups[i].indexOf('.') >= 0) {
                byte[] dotted = i == groups.length - 1 ? parseIpv4(groups[i]) : null;
                if (dotted == null) {
                    return null;
                }
                System.arraycopy(dotted, 0, bytes, size, 4);
                size += 4;
            } else {
                int value = parseDigits(groups[i], 4, 16);
                if (value < 0) {
                    return null;
                }
                bytes[size++] = (byte) (value >>> 8);
                bytes[size++] = (byte) value;
            }
        }
        return Arrays.copyOf(bytes, size);
    }

    private static int parseDigits(String text, int most, int radix) {
        if (text.isEmpty() || text.length() > most) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    static String format(byte[] bytes) {
        return bytes.length == 4 ? formatIpv4(bytes, 0) : formatIpv6(bytes);
    }

    private static String formatIpv4(byte[] bytes, int from) {
        return (bytes[from] & 0xFF)
                + "."
                + (bytes[from + 1] & 0xFF)
                + "."
                + (bytes[from + 2] & 0xFF)
                + "."
                + (bytes[from + 3] & 0xFF);
    }

    private static String formatIpv6(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        if (isIpv4Mapped(groups)) {
            return "::ffff:" + formatIpv4(bytes, 12);
        }
        int gapStart = -1;
        int gapLength = 1; // RFC 5952 section 4.2.2: a single group of zeros is not shortened
        for (int i = 0; i < 8; ) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > gapLength) {
                gapStart = i;
                gapLength = end - i;
            }
            i = Math.max(end, i + 1);
        }
        StringBuilder text = new StringBuilder(40);
        for (int i = 0; i < 8; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
            } else {
                if (i > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static boolean isIpv4Mapped(int[] groups) {
        for (int i = 0; i < 5; i++) {
            if (groups[i] != 0) {
                return false;
            }
        }
        return groups[5] == 0xFFFF;
    }
}

package org.rtm.shell.source;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;
import org.rtm.api.RtmException;

/**
 * Routes as text, a line each: {@code PREFIX [via ADDRESS] [dev INDEX] [metric N]}, the pairs in
 * any order. What follows a {@code #} is a comment. Works on the bytes: the whole Internet's table
 * is a million lines.
 */
final class TextRoutes implements RouteSource {
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_QUOTE = 60;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Content content;
    private final Consumer<Problem> problems;
    private final NextHops nextHops = new NextHops();
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private long line;
    private int lineEnd;
    private int wordStart;
    private int wordEnd;

    TextRoutes(Content content, Consumer<Problem> problems) {
        this.content = content;
        this.problems = problems;
        skipByteOrderMark();
    }

    @Override
    public Optional<SourceRoute> next() {
        while (takeLine()) {
            try {
                if (takeWord()) {
                    return Optional.of(route());
                }
            } catch (BadLine e) {
                problems.accept(new Problem("line " + line, e.getMessage()));
            }
        }
        return Optional.empty();
    }

    @Override
    public long position() {
        return content.position();
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public Map<String, Long> skipped() {
        return Map.of();
    }

    @Override
    public Optional<String> cutShort() {
        return content.cutShort().map(reason -> reason + ", after line " + line);
    }

    @Override
    public void close() {
        content.close();
    }

    private SourceRoute route() throws BadLine {
        NetAddress prefix = prefix();
        Optional<NetAddress> nextHop = Optional.empty();
        long interfaceIndex = -1;
        long metric = -1;
        while (takeWord()) {
            if (isWord("via")) {
                refuseSecond("via", nextHop.isPresent());
                takeValue("via", "an address");
                nextHop = nextHop();
            } else if (isWord("dev")) {
                refuseSecond("dev", interfaceIndex >= 0);
                takeValue("dev", "an interface index");
                interfaceIndex = number("interface index");
            } else if (isWord("metric")) {
                refuseSecond("metric", metric >= 0);
                takeValue("metric", "a number");
                metric = number("metric");
            } else {
                throw new BadLine("'%s' is none of via, dev and metric".formatted(word()));
            }
        }
        if (nextHop.isPresent() && nextHop.get().family() != prefix.family()) {
            throw new BadLine(
                    "%s is an %s prefix, and %s is an %s address"
                            .formatted(
                                    prefix,
                                    prefix.family(),
                                    nextHop.get().addressText(),
                                    nextHop.get().family()));
        }
        return new SourceRoute(
                prefix,
                nextHop,
                (int) Math.max(0, interfaceIndex),
                Math.max(0, metric),
                Optional.empty());
    }

    private NetAddress prefix() throws BadLine {
        long packed = ipv4();
        return packed >= 0
                ? NetAddress.ipv4((int) (packed >>> 8), (int) packed & 0xFF)
                : parsed(word());
    }

    private Optional<NetAddress> nextHop() throws BadLine {
        long packed = ipv4();
        if (packed < 0) {
            NetAddress address = parsed(word());
            if (!hasSlash()) {
                return nextHops.of(address.family(), address.highBits(), address.lowBits());
            }
        } else if (!hasSlash()) {
            return nextHops.of(AddressFamily.IPV4, packed >>> 8 << 32, 0);
        }
        throw new BadLine("'%s' is a prefix; via takes an address".formatted(word()));
    }

    private static NetAddress parsed(String text) throws BadLine {
        try {
            return NetAddress.parse(text);
        } catch (RtmException e) {
            throw new BadLine(e.getMessage());
        }
    }

    /**
     * Reads the word as an IPv4 address or prefix, as almost all are, and returns the address and
     * in the last byte its length; -1 says that it needs a closer look.
     */
    private long ipv4() {
        int i = wordStart;
        long address = 0;
        for (int octet = 0; octet < 4; octet++) {
            int start = i;
            int value = 0;
            while (i < wordEnd && i < start + 3 && isDigit(buffer[i])) {
                value = value * 10 + buffer[i++] - '0';
            }
            if (i == start || value > 255 || i > start + 1 && buffer[start] == '0') {
                return -1;
            }
            if (octet < 3 && (i == wordEnd || buffer[i++] != '.')) {
                return -1;
            }
            address = address << 8 | value;
        }
        if (i == wordEnd) {
            return address << 8 | 32;
        }
        int digits = wordEnd - i - 1;
        if (buffer[i++] != '/' || digits < 1 || digits > 2 || !isDigit(buffer[i])) {
            return -1;
        }
        int length = buffer[i++] - '0';
        if (i < wordEnd) {
            if (!isDigit(buffer[i])) {
                return -1;
            }
            length = length * 10 + buffer[i] - '0';
        }
        boolean clean = length <= 32 && (address << length & 0xFFFF_FFFFL) == 0;
        return clean ? address << 8 | length : -1;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private boolean hasSlash() {
        for (int i = wordStart; i < wordEnd; i++) {
            if (buffer[i] == '/') {
                return true;
            }
        }
        return false;
    }

    private long number(String what) throws BadLine {
        long value = 0;
        for (int i = wordStart; i < wordEnd && value <= PrefInfo.MAX_VALUE; i++) {
            value = isDigit(buffer[i]) ? value * 10 + buffer[i] - '0' : Long.MAX_VALUE;
        }
        if (value > PrefInfo.MAX_VALUE) {
            throw new BadLine(
                    "'%s' is no %s; allowed are 0 to %d"
                            .formatted(word(), what, PrefInfo.MAX_VALUE));
        }
        return value;
    }

    private void refuseSecond(String name, boolean second) throws BadLine {
        if (second) {
            throw new BadLine("%s is there twice".formatted(name));
        }
    }

    private void takeValue(String name, String value) throws BadLine {
        if (!takeWord()) {
            throw new BadLine("%s is followed by nothing; it takes %s".formatted(name, value));
        }
    }

    /** Takes the next word of the line. */
    private boolean takeWord() {
        int i = wordEnd;
        while (i < lineEnd && isSpace(buffer[i])) {
            i++;
        }
        if (i == lineEnd || buffer[i] == '#') {
            return false;
        }
        wordStart = i;
        while (i < lineEnd && !isSpace(buffer[i])) {
            i++;
        }
        wordEnd = i;
        return true;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private boolean isWord(String expected) {
        int length = wordEnd - wordStart;
        if (length != expected.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer[wordStart + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The word, fit to be shown: a file may hold what a terminal would obey. */
    private String word() {
        int length = wordEnd - wordStart;
        int quoted = Math.min(length, LONGEST_QUOTE);
        String text = new String(buffer, wordStart, quoted, StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder(quoted + 1);
        text.codePoints()
                .map(c -> Character.isISOControl(c) || !isShown(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return length > quoted ? shown.append('…').toString() : shown.toString();
    }

    private static boolean isShown(int c) {
        int type = Character.getType(c);
        return type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** Takes the next line into the buffer, from {@link #wordEnd} to {@link #lineEnd}. */
    private boolean takeLine() {
        int end = from;
        while (true) {
            while (end < to) {
                if (buffer[end] == '\n') {
                    return take(end, end + 1);
                }
                end++;
            }
            if (to - from > LONGEST_LINE) {
                line++;
                problems.accept(
                        new Problem(
                                "line " + line,
                                "is longer than the " + LONGEST_LINE + " bytes allowed"));
                if (!skipLine()) {
                    return false;
                }
                end = from;
            } else {
                int before = to - from;
                if (!fill()) {
                    // Where the file is cut, the last line may be a part of one.
                    boolean last = before > 0 && content.cutShort().isEmpty();
                    return last && take(to, to);
                }
                end = from + before;
            }
        }
    }

    private boolean take(int end, int next) {
        line++;
        wordEnd = from;
        lineEnd = end;
        from = next;
        return true;
    }

    private boolean skipLine() {
        from = to;
        while (fill()) {
            while (from < to) {
                if (buffer[from++] == '\n') {
                    return true;
                }
            }
        }
        return false;
    }

    /** Adds to what is in the buffer; there is room, as no line kept is that long. */
    private boolean fill() {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        int count = content.read(buffer, to, buffer.length - to);
        to += Math.max(0, count);
        return count > 0;
    }

    private void skipByteOrderMark() {
        while (to - from < BYTE_ORDER_MARK.length && fill()) {
            // until there is enough to compare
        }
        if (to >= 3
                && buffer[0] == BYTE_ORDER_MARK[0]
                && buffer[1] == BYTE_ORDER_MARK[1]
                && buffer[2] == BYTE_ORDER_MARK[2]) {
            from = 3;
        }
    }

    private static final class BadLine extends Exception {
        private static final long serialVersionUID = 1L;

        BadLine(String reason) {
            super(reason, null, false, false);
        }
    }
}

package org.rtm.shell.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a file as they are stored. Remembers what a decompressor does not tell apart: that
 * the file could not be read, that it ended too early, that its bytes are wrong.
 */
final class StoredBytes extends InputStream {
    private final InputStream file;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private long position;
    private boolean readPastEnd;
    private IOException failure;

    StoredBytes(InputStream file) {
        this.file = file;
    }

    /** Returns the next bytes, at most so many, without taking them. */
    byte[] peek(int most) throws IOException {
        if (to - from < most) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            int count = 0;
            while (to < most && (count = readFile()) > 0) {
                to += count;
            }
        }
        return Arrays.copyOfRange(buffer, from, Math.min(to, from + most));
    }

    @Override
    public int read() throws IOException {
        if (from == to && !fill()) {
            readPastEnd = true;
            return -1;
        }
        position++;
        return buffer[from++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (from == to && !fill()) {
            readPastEnd = true;
            return -1;
        }
        int count = Math.min(length, to - from);
        System.arraycopy(buffer, from, bytes, offset, count);
        from += count;
        position += count;
        return count;
    }

    /** Zero at the end only: the JDK looks for a further gzip member by it. */
    @Override
    public int available() throws IOException {
        return from < to || fill() ? to - from : 0;
    }

    /** How many bytes were taken. */
    long position() {
        return position;
    }

    /** Whether more was asked for than there is. */
    boolean readPastEnd() {
        return readPastEnd;
    }

    /** Why the file could not be read further. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = 0;
        to = Math.max(0, readFile());
        return to > 0;
    }

    private int readFile() throws IOException {
        try {
            return file.read(buffer, to, buffer.length - to);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}

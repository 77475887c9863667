package org.rtm.shell.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is in a file, decompressed. Whatever goes wrong while reading ends it, and is told by {@link
 * #cutShort()}.
 */
final class Content {
    private final StoredBytes stored;
    private final long size;
    private final Compression compression;
    private InputStream decompressed;
    private byte[] head = new byte[0];
    private int headTaken;
    private String cutShort;

    private Content(StoredBytes stored, long size, Compression compression) {
        this.stored = stored;
        this.size = size;
        this.compression = compression;
    }

    static Content open(Path file) throws SourceException {
        if (Files.isDirectory(file)) {
            throw new SourceException("cannot import " + file + ": it is a directory, not a file");
        }
        try {
            long size = Files.isRegularFile(file) ? Files.size(file) : 0;
            return of(Files.newInputStream(file), size);
        } catch (IOException e) {
            throw SourceException.of("read", file, e);
        }
    }

    static Content of(InputStream file, long size) throws IOException {
        StoredBytes stored = new StoredBytes(file);
        try {
            return new Content(stored, size, Compression.of(stored.peek(10)));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Returns the first bytes, at most so many, without taking them; before anything is taken. */
    byte[] peek(int most) {
        byte[] bytes = new byte[most];
        int count = 0;
        int more = 0;
        while (count < most && (more = decompress(bytes, count, most - count)) > 0) {
            count += more;
        }
        head = Arrays.copyOf(bytes, count);
        return head;
    }

    /** Takes at least one byte, or returns -1 at the end. */
    int read(byte[] bytes, int offset, int length) {
        if (headTaken == head.length) {
            return decompress(bytes, offset, length);
        }
        int count = Math.min(length, head.length - headTaken);
        System.arraycopy(head, headTaken, bytes, offset, count);
        headTaken += count;
        return count;
    }

    Compression compression() {
        return compression;
    }

    /** How many bytes of the file, as it is stored, were taken. */
    long position() {
        return stored.position();
    }

    /** How many bytes the file has; 0 where that is not known. */
    long size() {
        return size;
    }

    /** Why the content ended early, if it did. */
    Optional<String> cutShort() {
        return Optional.ofNullable(cutShort);
    }

    void close() {
        try {
            (decompressed == null ? stored : decompressed).close();
        } catch (IOException e) {
            // The file was only read: nothing is lost.
        }
    }

    private int decompress(byte[] bytes, int offset, int length) {
        if (cutShort != null) {
            return -1;
        }
        try {
            if (decompressed == null) {
                decompressed = compression.open(stored);
            }
            return decompressed.read(bytes, offset, length);
        } catch (IOException | RuntimeException e) {
            // The decompressor is given bytes that nobody vouches for.
            cutShort = reason(e);
            return -1;
        }
    }

    private String reason(Exception e) {
        if (stored.failure().isPresent()) {
            return "unreadable after byte %d: %s"
                    .formatted(stored.position(), SourceException.reason(stored.failure().get()));
        }
        if (stored.readPastEnd() || e instanceof EOFException) {
            return "truncated: the %s-compressed file ends after %d bytes, in the middle of its data"
                    .formatted(compression, stored.position());
        }
        return "damaged: the %s-compressed data is wrong before byte %d%s"
                .formatted(
                        compression,
                        stored.position(),
                        e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}

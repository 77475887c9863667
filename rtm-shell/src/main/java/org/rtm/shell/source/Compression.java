package org.rtm.shell.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How the content of a file is stored. */
enum Compression {
    NONE {
        @Override
        InputStream open(StoredBytes bytes) {
            return bytes;
        }
    },
    GZIP {
        @Override
        InputStream open(StoredBytes bytes) throws IOException {
            return new GzipMembers(bytes);
        }
    },
    BZIP2 {
        @Override
        InputStream open(StoredBytes bytes) throws IOException {
            return new Bzip2Members(bytes);
        }
    };

    private static final long BZIP2_BLOCK = 0x314159265359L;
    private static final long BZIP2_END = 0x177245385090L;

    /** Recognises how content is stored by its first bytes. */
    static Compression of(byte[] head) {
        if (head.length >= 3 && head[0] == 0x1F && head[1] == (byte) 0x8B && head[2] == 8) {
            return GZIP;
        }
        if (head.length >= 10
                && head[0] == 'B'
                && head[1] == 'Z'
                && head[2] == 'h'
                && head[3] >= '1'
                && head[3] <= '9') {
            long magic = 0;
            for (int i = 4; i < 10; i++) {
                magic = magic << 8 | head[i] & 0xFF;
            }
            return magic == BZIP2_BLOCK || magic == BZIP2_END ? BZIP2 : NONE;
        }
        return NONE;
    }

    /** Reads what is stored, all members of it where several stand one behind the other. */
    abstract InputStream open(StoredBytes bytes) throws IOException;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where the data is wrong, the bytes before it are read all the same. */
    private static final class Bzip2Members extends BZip2CompressorInputStream {
        private IOException wrong;

        Bzip2Members(StoredBytes bytes) throws IOException {
            super(bytes, true);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (wrong != null) {
                throw wrong;
            }
            int count = 0;
            try {
                int next;
                while (count < length && (next = read()) >= 0) {
                    buffer[offset + count++] = (byte) next;
                }
            } catch (IOException e) {
                wrong = e;
            } catch (RuntimeException e) {
                wrong = new IOException(e);
            }
            if (count == 0 && wrong != null) {
                throw wrong;
            }
            return count > 0 || length == 0 ? count : -1;
        }
    }

    /**
     * The JDK takes what follows a member and is no whole header of the next for the end. Here it
     * is not: a file may be cut off there.
     */
    private static final class GzipMembers extends GZIPInputStream {
        private static final int TRAILER = 8;
        private static final int SMALLEST_MEMBER = 20;

        private final StoredBytes bytes;
        private long filled;
        private boolean ended;

        GzipMembers(StoredBytes bytes) throws IOException {
            super(bytes, 1 << 16);
            this.bytes = bytes;
        }

        @Override
        protected void fill() throws IOException {
            super.fill();
            filled = bytes.position();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count < 0 && !ended) {
                ended = true;
                refuseRemainder();
            }
            return count;
        }

        private void refuseRemainder() throws IOException {
            long end = filled - inf.getRemaining() + TRAILER;
            boolean more = bytes.available() > 0;
            long remainder = bytes.position() - end;
            if (!more && remainder > 0 && remainder < SMALLEST_MEMBER) {
                throw new EOFException();
            }
            if (more || remainder > 0) {
                throw new ZipException("what follows byte " + end + " is no gzip member");
            }
        }
    }
}

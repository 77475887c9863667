package org.rtm.launcher.attach;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * A message between {@code rtm attach} and a router: its kind, the length of its content, its
 * content.
 *
 * <p>Read and written on the channel itself: the streams that {@link java.nio.channels.Channels}
 * makes of a socket hold one lock for both directions.
 */
public record Frame(Kind kind, byte[] content) {
    private static final int HEADER = Byte.BYTES + Integer.BYTES;
    private static final int LONGEST = 1 << 20;

    /** Kinds of messages. Their order is their number on the wire. */
    public enum Kind {
        /** Client: the folder that files are relative to. */
        FOLDER,
        /** Client: the width of its terminal. Not sent without one. */
        COLUMNS,
        /** Client: what its environment says of colours, as NAME=VALUE, one a line. */
        COLOURS,
        /**
         * Client: commands to run, up to the first that fails. Answered by OUT, ERROR and one DONE.
         */
        COMMANDS,
        /**
         * Client: a line that was typed; commands may go on in the next line. Answered likewise.
         */
        LINE,
        /** Client: interrupt what runs. */
        INTERRUPT,
        /**
         * Client: what can the last word be of this line? Router: the words that it can be, one a
         * line.
         */
        WORDS,
        /** Router: standard output. */
        OUT,
        /** Router: standard error. */
        ERROR,
        /** Router: all that was sent has run; the exit status. */
        DONE,
        /** Router: the session has ended by a command; the exit status. */
        EXIT,
        /** Client: the height of its terminal, for pages. Not sent where nobody types. */
        ROWS,
        /** Router: a page is full. Answered by KEY. */
        MORE,
        /** Client: the key that was pressed, as a number; -1 if none will be. */
        KEY
    }

    public static Frame of(Kind kind, String text) {
        return new Frame(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Frame of(Kind kind, int number) {
        return of(kind, Integer.toString(number));
    }

    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    public int number() throws IOException {
        try {
            return Integer.parseInt(text());
        } catch (NumberFormatException wrong) {
            throw new IOException("not a number: " + text(), wrong);
        }
    }

    /**
     * Reads the next frame, waiting for it.
     *
     * @throws EOFException if the other side has closed the connection
     */
    public static Frame read(ByteChannel channel) throws IOException {
        ByteBuffer header = read(channel, HEADER);
        int kind = header.get();
        int length = header.getInt();
        if (kind < 0 || kind >= Kind.values().length || length < 0 || length > LONGEST) {
            throw new IOException("not a frame: kind %d, length %d".formatted(kind, length));
        }
        return new Frame(Kind.values()[kind], read(channel, length).array());
    }

    private static ByteBuffer read(ByteChannel channel, int length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(length);
        while (content.hasRemaining()) {
            if (channel.read(content) < 0) {
                throw new EOFException();
            }
        }
        return content.flip();
    }

    /** Writes this frame. One thread at a time. */
    public void write(ByteChannel channel) throws IOException {
        if (content.length > LONGEST) {
            throw new IOException(
                    "%d bytes are too many to send at once: %d is the limit"
                            .formatted(content.length, LONGEST));
        }
        ByteBuffer frame = ByteBuffer.allocate(HEADER + content.length);
        frame.put((byte) kind.ordinal()).putInt(content.length).put(content).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }
}

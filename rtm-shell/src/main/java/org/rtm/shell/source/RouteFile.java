package org.rtm.shell.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Opens files of routes. What a file holds is recognised by its content, not by its name. */
public final class RouteFile {
    /** So much of a file decides what it is. */
    private static final int HEAD = 4096;

    private RouteFile() {}

    /**
     * Opens a file of routes: text with a line {@code PREFIX [via ADDRESS] [dev INDEX] [metric N]}
     * for each, or MRT with records TABLE_DUMP_V2 (RFC 6396), either also compressed by gzip or
     * bzip2. An empty file holds no routes.
     *
     * @param file the file
     * @param problems told of what is wrong with single routes, while these are taken
     * @return the routes; the caller closes them
     * @throws SourceException if the file is missing, a directory, cannot be read, or holds
     *     something else
     */
    public static RouteSource open(Path file, Consumer<Problem> problems) throws SourceException {
        return open(file, Content.open(file), problems);
    }

    static RouteSource open(Path file, Content content, Consumer<Problem> problems)
            throws SourceException {
        try {
            byte[] head = content.peek(HEAD);
            if (MrtRoutes.recognises(head)) {
                return new MrtRoutes(content, problems);
            }
            if (isText(head)) {
                return new TextRoutes(content, problems);
            }
            if (head.length < HEAD && content.cutShort().isPresent()) {
                throw new SourceException(
                        "cannot import %s: %s; too little is left to tell what it held"
                                .formatted(file, content.cutShort().get()));
            }
            throw new SourceException(refusal(file, content, head));
        } catch (SourceException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /** Text has no control characters but those between words and lines. */
    private static boolean isText(byte[] head) {
        for (byte b : head) {
            boolean control = b >= 0 && b < ' ' || b == 0x7F;
            if (control && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String refusal(Path file, Content content, byte[] head) {
        byte[] start = Arrays.copyOf(head, Math.min(head.length, 12));
        return "cannot import %s: %s is neither routes as text nor an MRT file, but begins with %s;"
                        .formatted(
                                file,
                                content.compression() == Compression.NONE
                                        ? "it"
                                        : "what is " + content.compression() + "-compressed in it",
                                HexFormat.ofDelimiter(" ").formatHex(start))
                + " allowed are both, as they are or compressed once by gzip or bzip2";
    }
}

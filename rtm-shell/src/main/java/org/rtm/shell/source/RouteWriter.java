package org.rtm.shell.source;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Writes routes as the text that {@link RouteFile} reads, a line each. Of a route's peer that text
 * says nothing.
 */
public final class RouteWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final OutputStream output;

    private RouteWriter(Path file, OutputStream output) {
        this.file = file;
        this.output = output;
    }

    /**
     * Starts a file, in the place of one that has its name.
     *
     * @param file the file; compressed by gzip if its name ends in {@code .gz}
     * @return the writer; what was written is in the file when it is closed
     * @throws SourceException if the file cannot be written
     */
    public static RouteWriter create(Path file) throws SourceException {
        if (Files.isDirectory(file)) {
            throw new SourceException("cannot export to " + file + ": it is a directory");
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".bz2")) {
            throw new SourceException(
                    "cannot export to "
                            + file
                            + ": of the compressed forms only gzip, .gz, is written");
        }
        try {
            OutputStream plain = Files.newOutputStream(file);
            boolean gzip = name.endsWith(".gz");
            OutputStream stored = gzip ? new GZIPOutputStream(plain, BUFFER) : plain;
            return new RouteWriter(file, new BufferedOutputStream(stored, BUFFER));
        } catch (IOException e) {
            throw SourceException.of("write", file, e);
        }
    }

    /**
     * Writes a route.
     *
     * @param route the route
     * @throws SourceException if the file cannot be written further
     */
    public void write(SourceRoute route) throws SourceException {
        writeLine(route.line());
    }

    /**
     * Writes a comment.
     *
     * @param comment one line of text
     * @throws SourceException if the file cannot be written further
     */
    public void comment(String comment) throws SourceException {
        writeLine("# " + comment.replaceAll("\\R", " "));
    }

    @Override
    public void close() throws SourceException {
        try {
            output.close();
        } catch (IOException e) {
            throw SourceException.of("write", file, e);
        }
    }

    private void writeLine(String line) throws SourceException {
        try {
            output.write((line + '\n').getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw SourceException.of("write", file, e);
        }
    }
}

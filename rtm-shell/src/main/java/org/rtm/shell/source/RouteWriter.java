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
    private final StringBuilder line = new StringBuilder(128);

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
        line.setLength(0);
        line.append(route.prefix());
        if (route.nextHop().isPresent()) {
            line.append(" via ").append(route.nextHop().get().addressText());
        }
        if (route.interfaceIndex() != 0) {
            line.append(" dev ").append(Integer.toUnsignedString(route.interfaceIndex()));
        }
        if (route.metric() != 0) {
            line.append(" metric ").append(route.metric());
        }
        writeLine();
    }

    /**
     * Writes a comment.
     *
     * @param comment one line of text
     * @throws SourceException if the file cannot be written further
     */
    public void comment(String comment) throws SourceException {
        line.setLength(0);
        line.append("# ").append(comment.replaceAll("\\R", " "));
        writeLine();
    }

    @Override
    public void close() throws SourceException {
        try {
            output.close();
        } catch (IOException e) {
            throw SourceException.of("write", file, e);
        }
    }

    private void writeLine() throws SourceException {
        try {
            output.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw SourceException.of("write", file, e);
        }
    }
}

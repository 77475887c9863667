package org.rtm.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/**
 * Writes the log's warnings and errors to a file in the router's home, and keeps the file before
 * that one.
 */
@Component(service = {})
public final class LogFile {
    private static final long LONGEST_FILE = 1 << 20;

    private final LogReaderService log;
    private final LogListener listener = this::write;
    private final Path file;
    private final Path previous;

    @Activate
    public LogFile(BundleContext context, @Reference LogReaderService log) {
        this(Path.of(context.getProperty("rtm.log")), log);
    }

    LogFile(Path folder, LogReaderService log) {
        this.log = log;
        file = folder.resolve("router.log");
        previous = folder.resolve("router.log.1");
        List<LogEntry> earlier = Collections.list(log.getLog());
        Collections.reverse(earlier);
        earlier.forEach(this::write);
        log.addLogListener(listener);
    }

    private synchronized void write(LogEntry entry) {
        if (!LogLevel.WARN.implies(entry.getLogLevel())) {
            return;
        }
        try {
            if (Files.exists(file) && Files.size(file) > LONGEST_FILE) {
                Files.move(file, previous, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    file,
                    text(entry),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            System.err.println("rtm: cannot write '%s': %s".formatted(file, failure));
        }
    }

    private static String text(LogEntry entry) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.printf(
                "%s %-5s %s %s: %s%n",
                Instant.ofEpochMilli(entry.getTime()),
                entry.getLogLevel(),
                entry.getBundle().getSymbolicName(),
                entry.getLoggerName(),
                entry.getMessage());
        if (entry.getException() != null) {
            entry.getException().printStackTrace(out);
        }
        return text.toString();
    }

    @Deactivate
    void close() {
        log.removeLogListener(listener);
    }
}

package org.rtm.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

class LogFileTest {
    @TempDir private Path folder;
    private final Log log = new Log();

    @Test
    void warnings_and_errors_are_kept_with_what_caused_them_and_the_rest_is_not() throws Exception {
        new LogFile(folder, log);

        log.add(entry(LogLevel.INFO, "an information", null));
        log.add(entry(LogLevel.WARN, "a warning", null));
        log.add(entry(LogLevel.ERROR, "an error", new IllegalStateException("the cause")));

        assertThat(folder.resolve("router.log"))
                .content()
                .contains(
                        "WARN  some.bundle some.Logger: a warning",
                        "ERROR some.bundle some.Logger: an error")
                .contains("IllegalStateException: the cause")
                .doesNotContain("an information");
    }

    @Test
    void what_was_logged_before_is_kept_in_its_order() throws Exception {
        log.add(entry(LogLevel.WARN, "first", null));
        log.add(entry(LogLevel.WARN, "second", null));

        new LogFile(folder, log);

        assertThat(folder.resolve("router.log")).content().containsSubsequence("first", "second");
    }

    @Test
    void two_files_of_a_mebibyte_are_the_limit() throws Exception {
        String text = "x".repeat(100_000);

        new LogFile(folder, log);

        for (int i = 0; i < 40; i++) {
            log.add(entry(LogLevel.ERROR, text, null));
        }

        try (var files = Files.list(folder)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("router.log", "router.log.1");
        }
        assertThat(Files.size(folder.resolve("router.log"))).isLessThan((1 << 20) + 101_000);
        assertThat(Files.size(folder.resolve("router.log.1"))).isLessThan((1 << 20) + 101_000);
    }

    @Test
    void after_the_end_nothing_is_written() throws Exception {
        new LogFile(folder, log).close();

        log.add(entry(LogLevel.ERROR, "too late", null));

        assertThat(folder.resolve("router.log")).doesNotExist();
    }

    private static LogEntry entry(LogLevel level, String message, Throwable exception) {
        Bundle bundle = stub(Bundle.class, "some.bundle", level, message, exception);
        return stub(LogEntry.class, bundle, level, message, exception);
    }

    private static <T> T stub(
            Class<T> type, Object self, LogLevel level, String message, Throwable exception) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getBundle", "getSymbolicName" -> self;
                                    case "getLogLevel" -> level;
                                    case "getMessage" -> message;
                                    case "getException" -> exception;
                                    case "getLoggerName" -> "some.Logger";
                                    case "getTime" -> 0L;
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                }));
    }

    /** A log that remembers, newest first, and tells its listeners. */
    private static final class Log implements LogReaderService {
        private final List<LogEntry> entries = new ArrayList<>();
        private final List<LogListener> listeners = new ArrayList<>();

        void add(LogEntry entry) {
            entries.add(0, entry);
            listeners.forEach(listener -> listener.logged(entry));
        }

        @Override
        public void addLogListener(LogListener listener) {
            listeners.add(listener);
        }

        @Override
        public void removeLogListener(LogListener listener) {
            listeners.remove(listener);
        }

        @Override
        public Enumeration<LogEntry> getLog() {
            return Collections.enumeration(entries);
        }
    }
}

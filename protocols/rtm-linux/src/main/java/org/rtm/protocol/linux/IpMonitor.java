package org.rtm.protocol.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What happens to the kernel's interfaces, addresses and routes, as a process {@code ip monitor}
 * tells it. One that ends is followed by another; what it missed in between is anybody's guess.
 */
final class IpMonitor implements AutoCloseable {
    /** Of an interface or address; of a route it begins with a prefix, or the number of a type. */
    private static final Pattern LINK = Pattern.compile("(Deleted )?\\d+: .*");

    private static final String OVERFLOW = "netlink receive error";

    private final List<String> command;
    private final Listener listener;
    private final Duration pause;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Process process;

    /** Hears of it, on the monitor's thread. */
    interface Listener {
        /** An interface or an address changed, or something that was missed. */
        void linksChanged();

        /** A route changed. */
        void routeChanged(String line);
    }

    /**
     * Starts to listen.
     *
     * @param pause how long to wait before a process that ended is followed by another
     */
    IpMonitor(List<String> command, Listener listener, Duration pause) {
        this.command = command;
        this.listener = listener;
        this.pause = pause;
        Thread thread = new Thread(this::run, "rtm linux monitor");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            do {
                try {
                    process = new ProcessBuilder(command).redirectErrorStream(true).start();
                    if (stopping.getCount() > 0) {
                        listen(process.inputReader(StandardCharsets.UTF_8));
                    }
                } catch (IOException | UncheckedIOException e) {
                    // Who writes to the kernel has the same trouble, and reports it.
                } finally {
                    end();
                }
            } while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(BufferedReader lines) {
        listener.linksChanged();
        lines.lines()
                .forEach(
                        line -> {
                            if (LINK.matcher(line).matches() || line.startsWith(OVERFLOW)) {
                                listener.linksChanged();
                            } else {
                                listener.routeChanged(line);
                            }
                        });
    }

    private void end() {
        Process running = process;
        if (running != null) {
            running.destroy();
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        end();
    }
}

package org.rtm.protocol.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.service.log.Logger;

/**
 * What happens to the kernel's interfaces, addresses and routes, as a process {@code ip monitor}
 * tells it. One that ends, or hangs, is followed by another; what was missed in between is
 * anybody's guess.
 */
final class IpMonitor implements AutoCloseable {
    /** Of an interface or address; of a route it begins with a prefix, or the number of a type. */
    private static final Pattern LINK = Pattern.compile("(Deleted )?\\d+: .*");

    private static final String OVERFLOW = "netlink receive error";

    /** The first exit code that stands for a signal. */
    private static final int KILLED = 128;

    /** How long what it says may be on its way. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    /** How soon the interfaces are looked at after something was said of them. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private static final long STEP_MILLIS = 10;

    /**
     * In the kernel's list of sockets: protocol, owner and groups, in this order after the first.
     */
    private static final Pattern SUBSCRIBED =
            Pattern.compile("\\S+ +0 +(\\d+) +0*[1-9a-f][0-9a-f]* .*");

    private final String place;
    private final Supplier<List<String>> command;
    private final Look look;
    private final Listener listener;
    private final Fib.Pace pace;
    private final Logger log;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Process process;

    /** It has said something of interfaces since this was last set to false. */
    private volatile boolean isHeard;

    /** The last line that was no word of an interface. */
    private volatile String said = "-";

    private String reported = "";
    private Duration pause;

    /** Reads how the interfaces are. */
    interface Look {
        Links read() throws IpFailure;
    }

    /** Hears of it, on the monitor's threads. */
    interface Listener {
        /** All that happens from now on is heard; what was before may have been missed. */
        default void listening() {
            linksChanged();
        }

        /** An interface or an address changed, or something that was missed. */
        void linksChanged();

        /** A route changed. */
        default void routeChanged(String line) {}

        /** Nothing is heard until it listens again. */
        default void deaf() {}
    }

    /**
     * Starts to listen.
     *
     * @param place whose interfaces these are, for the log
     * @param command the program and its arguments; when they change, another process takes the
     *     place of the one that runs
     * @param pace how long to wait before a process that ended is followed by another; each longest
     *     pause it is checked whether it has told of what is to be seen
     */
    IpMonitor(
            String place,
            Supplier<List<String>> command,
            Look look,
            Listener listener,
            Fib.Pace pace,
            Logger log) {
        this.place = place;
        this.command = command;
        this.look = look;
        this.listener = listener;
        this.pace = pace;
        this.log = log;
        pause = pace.shortestPause();
        start(this::run);
    }

    private static Thread start(Runnable what) {
        Thread thread = new Thread(what, "rtm linux monitor");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                try {
                    listen(command.get());
                } catch (IpFailure e) {
                    report(e.getMessage());
                    stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (RejectedExecutionException e) {
            // Those who watch over ip have stopped, and this is about to.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(String reason) {
        if (stopping.getCount() > 0 && !reason.equals(reported)) {
            log.warn("what happens to the interfaces of {} is not heard: {}", place, reason);
            reported = reason;
        }
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(pace.longestPause()) < 0 ? twice : pace.longestPause();
    }

    /** Listens until it fails, or is no longer to, or by another command. */
    private void listen(List<String> running) throws IpFailure, InterruptedException {
        Process started = start(running);
        process = started;
        Thread reader = start(() -> read(started.inputReader(StandardCharsets.UTF_8)));
        try {
            awaitSubscription(started);
            isHeard = false;
            Links known = started.isAlive() ? look.read() : Links.NONE;
            if (started.isAlive() && stopping.getCount() > 0) {
                listener.listening();
                if (!reported.isEmpty()) {
                    log.info("what happens to the interfaces of {} is heard again", place);
                }
            }
            long checkAt = System.nanoTime() + pace.longestPause().toNanos();
            while (stopping.getCount() > 0
                    && command.get().equals(running)
                    && !started.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isHeard) {
                    isHeard = false;
                    known = look.read();
                } else if (System.nanoTime() - checkAt >= 0) {
                    known = check(known);
                    checkAt = System.nanoTime() + pace.longestPause().toNanos();
                    reported = "";
                    pause = pace.shortestPause();
                }
            }
            if (!started.isAlive() && stopping.getCount() > 0) {
                reader.join(ON_ITS_WAY.toMillis());
                int exit = started.exitValue();
                throw new IpFailure(
                        "ip ended with exit code %d: %s"
                                .formatted(exit, exit < KILLED ? said : "-"));
            }
        } finally {
            started.destroyForcibly();
            listener.deaf();
        }
    }

    private static Process start(List<String> command) throws IpFailure {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IpFailure(
                    "ip cannot be run (%s); it is part of iproute2".formatted(e.getMessage()));
        }
    }

    /** It does not say when it begins to listen; the kernel does. */
    private void awaitSubscription(Process started) throws InterruptedException {
        long end = System.nanoTime() + ON_ITS_WAY.toNanos();
        while (started.isAlive()
                && !isSubscribed(started.pid())
                && System.nanoTime() - end < 0
                && !stopping.await(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
            // not yet
        }
    }

    private static boolean isSubscribed(long pid) {
        Path sockets = Path.of("/proc", Long.toString(pid), "net", "netlink");
        try (Stream<String> lines = Files.lines(sockets)) {
            return lines.map(SUBSCRIBED::matcher)
                    .anyMatch(
                            socket ->
                                    socket.matches() && socket.group(1).equals(Long.toString(pid)));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** Fails if the interfaces are not as they were and nothing was said of it. */
    private Links check(Links known) throws IpFailure, InterruptedException {
        Links now = look.read();
        boolean isSame = now.changedSince(known).isEmpty();
        long end = System.nanoTime() + ON_ITS_WAY.toNanos();
        while (!(isSame || isHeard) && stopping.getCount() > 0) {
            if (System.nanoTime() - end > 0) {
                throw new IpFailure("ip does not tell that an interface changed");
            }
            stopping.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
        }
        return now;
    }

    private void read(BufferedReader lines) {
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (LINK.matcher(line).matches() || line.startsWith(OVERFLOW)) {
                    isHeard = true;
                    listener.linksChanged();
                } else {
                    said = line;
                    listener.routeChanged(line);
                }
            }
        } catch (IOException e) {
            // It was ended.
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}

package org.rtm.protocol.linux;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.monitor.ForwardingStatus;
import org.rtm.api.notify.ChangeNotifier;

/** The forwarding of one instance: a {@link Fib} for each address family, and their monitor. */
final class Forwarder {
    private final FibSettings settings;
    private final List<Fib> fibs;
    private final IpMonitor monitor;

    /** Used by the monitor's thread, as is the other. */
    private boolean isFlooded;

    /** As it was when the monitor began to listen the last time. */
    private boolean wasFlooded;

    /**
     * Starts it.
     *
     * @param program the program ip
     */
    Forwarder(FibSettings settings, String program, Fib.Pace pace, Watchdog watchdog, Logger log) {
        this.settings = settings;
        fibs =
                Stream.of(AddressFamily.values())
                        .map(
                                family ->
                                        new Fib(
                                                settings,
                                                settings.kernelTable(program, family),
                                                pace,
                                                watchdog,
                                                log))
                        .toList();
        monitor =
                new IpMonitor(
                        settings.namespace().isEmpty()
                                ? "the router"
                                : "namespace " + settings.namespace(),
                        () -> monitorCommand(program),
                        () ->
                                Links.read(
                                        settings.kernelTable(program, AddressFamily.IPV4),
                                        watchdog,
                                        pace.answer()),
                        new IpMonitor.Listener() {
                            @Override
                            public void listening() {
                                if (isFlooded) {
                                    // All routes are compared when it listens to them again.
                                    fibs.forEach(Fib::checkLinks);
                                } else if (wasFlooded) {
                                    fibs.forEach(Fib::routesHeardAgain);
                                } else {
                                    linksChanged();
                                }
                                wasFlooded = isFlooded;
                            }

                            @Override
                            public void linksChanged() {
                                fibs.forEach(Fib::linksChanged);
                            }

                            @Override
                            public void routeChanged(String line) {
                                fibs.forEach(fib -> fib.heard(line));
                            }
                        },
                        pace,
                        log);
    }

    /**
     * While very many routes are written, the monitor leaves routes out: the kernel would tell it
     * each of ours. What someone else did meanwhile is found by a comparison when it hears of them
     * again.
     */
    private List<String> monitorCommand(String program) {
        isFlooded = fibs.stream().anyMatch(Fib::isFlooded);
        return isFlooded
                ? KernelTable.monitor(program, settings.namespace(), "link", "address")
                : KernelTable.monitor(program, settings.namespace(), "link", "address", "route");
    }

    FibSettings settings() {
        return settings;
    }

    List<Fib> fibs() {
        return fibs;
    }

    Fib fib(AddressFamily family) {
        return fibs.stream().filter(fib -> fib.family() == family).findFirst().orElseThrow();
    }

    /** Follows a table by a notifier from now on, or none. */
    void follow(Optional<RoutingTableManager> manager, Optional<ChangeNotifier> notifier) {
        fibs.forEach(fib -> fib.follow(manager, notifier));
    }

    Optional<ForwardingStatus> status(NetAddress destination) {
        return fib(destination.family()).status(destination);
    }

    /** Ends it; the routes stay in the kernel, or go. */
    void close(boolean withdraw) {
        monitor.close();
        fibs.forEach(fib -> fib.close(withdraw));
    }
}

package org.rtm.protocol.linux;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.rtm.api.link.LinkEvents;

/**
 * Tells of the interfaces of the router's own namespace. Not by the monitors of forwarding, in
 * which the loss of a link would wait behind the routes. The service is registered while the
 * monitor hears, so that others know when to look by themselves.
 */
@Component(
        service = {},
        immediate = true)
public final class LinuxLinkEvents implements LinkEvents, IpMonitor.Listener {
    private static final String PROGRAM = "ip";

    private final BundleContext context;
    private final Logger log;
    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
    private final AtomicReference<ServiceRegistration<LinkEvents>> registration =
            new AtomicReference<>();
    private final Watchdog watchdog = new Watchdog();
    private final IpMonitor monitor;
    private volatile boolean isStopped;

    @Activate
    public LinuxLinkEvents(
            BundleContext context, @Reference(service = LoggerFactory.class) Logger log) {
        this(context, log, PROGRAM, Fib.Pace.USUAL);
    }

    LinuxLinkEvents(BundleContext context, Logger log, String program, Fib.Pace pace) {
        this.context = context;
        this.log = log;
        List<String> command = KernelTable.monitor(program, "", "link", "address");
        monitor =
                new IpMonitor(
                        "the router",
                        () -> command,
                        () ->
                                Links.read(
                                        List.of(program, "-json", "link", "show"),
                                        watchdog,
                                        pace.answer()),
                        this,
                        pace,
                        log);
    }

    @Override
    public void listening() {
        try {
            registration.set(context.registerService(LinkEvents.class, this, null));
        } catch (IllegalStateException e) {
            return; // The bundle stops.
        }
        if (isStopped) {
            deaf();
        }
    }

    @Override
    public void linksChanged() {
        listeners.forEach(this::call);
    }

    private void call(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            log.error("who hears of interfaces has a defect", e);
        }
    }

    @Override
    public void deaf() {
        ServiceRegistration<LinkEvents> made = registration.getAndSet(null);
        if (made != null) {
            try {
                made.unregister();
            } catch (IllegalStateException e) {
                // The bundle stops, and the framework was first.
            }
        }
    }

    @Override
    public void addListener(Runnable listener) {
        listeners.add(listener);
        call(listener);
    }

    @Override
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    @Deactivate
    void stop() {
        isStopped = true;
        monitor.close();
        deaf();
        watchdog.close();
    }
}

package org.rtm.shell;

import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;
import org.rtm.shell.answer.RouteEntry;
import org.rtm.shell.entity.ShellEntities;
import org.rtm.shell.format.RouteText;

/** The command that shows changes as they come. */
@Component(service = WatchCommand.class)
@GogoCommand(
        scope = "rtm",
        function = {"watch"})
public final class WatchCommand {
    private static final Command WATCH =
            new Command("rtm:watch", "[-i INSTANCE] [-v VIEW] [-4] [-6]");

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(WATCH);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final int LINE_START = "HH:mm:ss.SSS ".length();

    private final ShellEntities entities;
    private final Clock clock;
    private volatile ChangeNotifier notifier;

    @Activate
    public WatchCommand(@Reference ShellEntities entities) {
        this(entities, Clock.system(ZoneId.systemDefault()));
    }

    WatchCommand(ShellEntities entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setNotifier(ChangeNotifier newNotifier) {
        notifier = newNotifier;
    }

    public void unsetNotifier(ChangeNotifier oldNotifier) {
        if (notifier == oldNotifier) {
            notifier = null;
        }
    }

    @Descriptor("show changes of destinations as they come, until interrupted (Ctrl-C)")
    public void watch(
            @Descriptor("of this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
                    String instance,
            @Descriptor("in this view, by name or number (default: unicast)")
                    @Parameter(
                            names = {"-v", "--view"},
                            absentValue = "unicast")
                    String view,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("none") String... arguments) {
        WATCH.run(
                () -> {
                    WATCH.noArguments(arguments);
                    int number = Arguments.instance(instance);
                    List<Watched> watched = new ArrayList<>();
                    Semaphore signals = new Semaphore(0);
                    try {
                        for (AddressFamily family :
                                Arguments.families(entities, number, ipv4, ipv6)) {
                            watched.add(watch(number, family, view, signals));
                        }
                        show(watched, signals);
                    } finally {
                        watched.forEach(each -> each.changes.close());
                    }
                    return null;
                });
    }

    private Watched watch(int instance, AddressFamily family, String view, Semaphore signals) {
        View found = entities.view(instance, family, view);
        EntityRegistration reader = entities.operator(instance, family);
        ChangeNotifier current = notifier;
        if (current == null) {
            throw new IllegalStateException(
                    "nobody tells of changes; the change notification's bundle is rtm-notify");
        }
        ChangeRegistration changes =
                current.register(
                        reader,
                        ChangeRequest.of(ChangeType.ALL).views(ViewSet.of(found.id())),
                        Optional.of(registration -> signals.release()));
        return new Watched(changes, found, reader.profile().maxHandlesInCall());
    }

    private record Watched(ChangeRegistration changes, View view, int batch) {}

    private void show(List<Watched> watched, Semaphore signals) {
        Rows rows = new Rows(System.out);
        long changes = 0;
        boolean interrupted = false;
        rows.print("Watching for changes, until interrupted");
        try {
            while (!rows.isStopped()) {
                for (Watched each : watched) {
                    changes += show(each, rows);
                }
                if (signals.tryAcquire(1, TimeUnit.SECONDS)) {
                    signals.drainPermits();
                }
            }
            interrupted = Thread.interrupted();
        } catch (InterruptedException enough) {
            interrupted = true;
        } catch (RtmException ended) {
            if (ended.status() != RtmStatus.INVALID_HANDLE) {
                throw ended;
            }
            throw new IllegalStateException(
                    "the change notification or the table has gone; %d changes seen"
                            .formatted(changes),
                    ended);
        }
        if (interrupted) {
            System.out.println(changes + " changes seen");
        }
    }

    private long show(Watched watched, Rows rows) {
        long count = 0;
        while (true) {
            try (ChangedDests batch = watched.changes.fetch(watched.batch)) {
                batch.forEach(info -> rows.print(line(info, watched.view)));
                count += batch.size();
                if (batch.isEmpty()) {
                    return count;
                }
            }
        }
    }

    private String line(DestInfo info, View view) {
        Optional<ViewInfo> inView = info.view(view.id());
        int routes = inView.map(ViewInfo::routeCount).orElse(0);
        String now =
                inView.flatMap(ViewInfo::bestRoute)
                        .map(best -> RouteText.line(RouteEntry.of(best), view.id()))
                        .orElseGet(
                                () -> "    %s %s".formatted(info.address(), gone(inView, routes)));
        return "%s %s%s"
                .formatted(
                        TIME.format(clock.instant().atZone(clock.getZone())),
                        now.replace("\n", "\n" + " ".repeat(LINE_START)),
                        routes > 1 ? " (best of %d routes)".formatted(routes) : "");
    }

    private static String gone(Optional<ViewInfo> inView, int routes) {
        if (inView.flatMap(ViewInfo::heldRoute).isPresent()) {
            return "held down";
        }
        return routes == 0 ? "withdrawn" : "has no active route";
    }
}

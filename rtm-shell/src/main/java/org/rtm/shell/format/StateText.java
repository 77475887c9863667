package org.rtm.shell.format;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.rtm.api.EntityInfo;
import org.rtm.api.HandleKind;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.HandleStatus;
import org.rtm.api.monitor.HoldStatus;
import org.rtm.api.monitor.LockStatus;
import org.rtm.api.monitor.NotificationStatus;
import org.rtm.shell.answer.Configurations;
import org.rtm.shell.answer.EntityLists;
import org.rtm.shell.answer.Handles;
import org.rtm.shell.answer.Holds;
import org.rtm.shell.answer.Invoked;
import org.rtm.shell.answer.Locks;
import org.rtm.shell.answer.Methods;
import org.rtm.shell.answer.Notifications;
import org.rtm.shell.answer.Statistics;

/** Makes tables of what is under way, and of figures. */
final class StateText {
    private static final int MEGABYTE = 1 << 20;

    /** Of a place where a handle was taken: who called whom. */
    private static final int MOST_FRAMES = 4;

    private StateText() {}

    static String notifications(Notifications notifications, Screen screen) {
        if (notifications.registrations().isEmpty()) {
            return "nobody is told of changes";
        }
        Columns columns =
                new Columns(
                        ">Instance",
                        "Family",
                        "Entity",
                        "Name",
                        "Changes",
                        "Views",
                        ">Pending",
                        "Oldest",
                        ">Signals",
                        ">Fetched");
        for (NotificationStatus status : notifications.registrations()) {
            columns.row(
                    instance(status.entity()),
                    status.entity().family(),
                    status.entity().id(),
                    status.entity().name(),
                    status.request().types().stream()
                                    .sorted()
                                    .map(type -> type.toString().toLowerCase(Locale.ROOT))
                                    .collect(joining(","))
                            + (status.request().isMarkedOnly() ? ", marked" : ""),
                    status.request().views().equals(ViewSet.ALL)
                            ? "all"
                            : ids(status.request().views()),
                    status.pending(),
                    status.oldest().map(StateText::seconds).orElse("-"),
                    status.signals(),
                    status.fetched());
        }
        return columns.text(screen);
    }

    static String holds(Holds holds, Screen screen) {
        if (holds.holds().isEmpty()) {
            return "nothing is held down or marked for it";
        }
        Columns columns =
                new Columns(
                        ">Instance", "Family", "Destination", "Views", "State", "Held route of");
        for (Holds.TableHold each : holds.holds()) {
            HoldStatus hold = each.hold();
            columns.row(
                    each.instance(),
                    each.family(),
                    hold.destination(),
                    ids(hold.views()),
                    hold.isRunning()
                            ? "held for " + seconds(hold.time()) + " more"
                            : "marked, for " + seconds(hold.time()),
                    hold.owner().map(EntityInfo::name).orElse("-"));
        }
        return columns.text(screen);
    }

    static String locks(Locks locks, Screen screen) {
        if (locks.locks().isEmpty()) {
            return "nothing is locked";
        }
        Columns columns = new Columns(">Instance", "Family", "Locked", "Mode", "By", "Ends in");
        for (Locks.TableLock each : locks.locks()) {
            LockStatus lock = each.lock();
            columns.row(
                    each.instance(),
                    each.family(),
                    lock.target(),
                    lock.mode().toString().toLowerCase(Locale.ROOT),
                    lock.holder().name(),
                    seconds(lock.left()));
        }
        return columns.text(screen);
    }

    static String lists(EntityLists lists, Screen screen) {
        if (lists.lists().isEmpty()) {
            return "no entity has a list of routes";
        }
        Columns columns = new Columns(">Instance", "Family", "Entity", "Name", ">List", ">Routes");
        for (EntityLists.OneList list : lists.lists()) {
            EntityInfo entity = list.entity();
            columns.row(
                    instance(entity),
                    entity.family(),
                    entity.id(),
                    entity.name(),
                    list.number(),
                    list.routes());
        }
        return columns.text(screen);
    }

    static String handles(Handles handles, Screen screen, Instant now) {
        if (handles.entities().isEmpty()) {
            return "no entity has a handle";
        }
        Columns columns = new Columns(">Instance", "Family", "Entity", "Name", "Kind", ">Handles");
        StringBuilder oldest = new StringBuilder();
        boolean tracking = false;
        for (Handles.EntityHandles each : handles.entities()) {
            EntityInfo entity = each.entity();
            tracking |= each.tracking();
            for (Map.Entry<HandleKind, Long> count : each.counts().entrySet()) {
                if (count.getValue() > 0) {
                    columns.row(
                            instance(entity),
                            entity.family(),
                            entity.id(),
                            entity.name(),
                            kind(count.getKey()),
                            count.getValue());
                }
            }
            if (!each.oldest().isEmpty()) {
                oldest.append(
                        "\n\nThe oldest of %s, %s:".formatted(entity.name(), entity.family()));
                each.oldest().forEach(handle -> append(oldest, handle, screen, now));
            }
        }
        return columns.text(screen)
                + oldest
                + (tracking
                        ? ""
                        : "\n\nWhere they were taken is not noted; the property handle.tracking of the instance has it noted.");
    }

    private static void append(
            StringBuilder text, HandleStatus handle, Screen screen, Instant now) {
        text.append('\n')
                .append(
                        screen.cut(
                                "  %s%s, for %s"
                                        .formatted(
                                                target(handle),
                                                handle.count() > 1 ? " x " + handle.count() : "",
                                                Age.since(handle.since(), now))));
        handle.takenAt().stream()
                .limit(MOST_FRAMES)
                .forEach(frame -> text.append('\n').append(screen.cut("    at " + frame)));
    }

    /** What it is, unless its name says so. */
    private static String target(HandleStatus handle) {
        String kind = kind(handle.kind());
        return handle.target().startsWith(kind) ? handle.target() : kind + ", " + handle.target();
    }

    static String methods(Methods methods, Screen screen) {
        if (methods.entities().isEmpty()) {
            return "no entity exports a method";
        }
        Columns columns =
                new Columns(">Instance", "Family", "Entity", "Name", ">Methods", "Bits", "State");
        for (Methods.EntityMethods each : methods.entities()) {
            EntityInfo entity = each.entity();
            columns.row(
                    instance(entity),
                    entity.family(),
                    entity.id(),
                    entity.name(),
                    Integer.bitCount(each.methods()),
                    "0x%X".formatted(each.methods()),
                    each.blocked() ? "blocked" : "open");
        }
        return columns.text(screen);
    }

    static String invoked(Invoked invoked, Screen screen) {
        Columns columns = new Columns("Method", "Status", "Output");
        for (Invoked.Output output : invoked.outputs()) {
            columns.row(
                    "0x%X".formatted(output.method()),
                    status(output.status()),
                    output.data().isEmpty() ? "-" : output.data());
        }
        return columns.text(screen);
    }

    /** Where a method has given a status of its own, its number. */
    private static String status(int number) {
        for (RtmStatus known : RtmStatus.values()) {
            if (known.number() == number) {
                return number + " (" + known + ")";
            }
        }
        return number == 0 ? "0 (done)" : Integer.toString(number);
    }

    static String statistics(Statistics statistics, Screen screen) {
        Columns columns =
                new Columns(
                        ">Instance",
                        "Family",
                        ">Destinations",
                        ">Routes",
                        ">Entities",
                        ">Handles",
                        ">Changes",
                        ">per second",
                        ">Call-backs",
                        ">per second");
        for (Statistics.TableFigures table : statistics.tables()) {
            columns.row(
                    table.instance(),
                    table.family(),
                    table.destinations(),
                    table.routes(),
                    table.entities(),
                    table.handles(),
                    table.changes(),
                    rate(table.changesPerSecond()),
                    table.callbacks(),
                    rate(table.callbacksPerSecond()));
        }
        Statistics.Memory memory = statistics.memory();
        return "%s%s\n\nRates are of %s. Heap: %d MB in use of %d MB, which may become %d MB; %d threads"
                .formatted(
                        columns.text(screen),
                        forwarding(statistics, screen),
                        seconds(statistics.interval()),
                        memory.heapUsed() / MEGABYTE,
                        memory.heapCommitted() / MEGABYTE,
                        memory.heapLimit() / MEGABYTE,
                        memory.threads());
    }

    /** A table of its own: the one before it is as wide as a screen. */
    private static String forwarding(Statistics statistics, Screen screen) {
        Columns columns = new Columns(">Instance", "Family", ">Installed", ">Queued", ">Rejected");
        boolean isForwarded = false;
        for (Statistics.TableFigures table : statistics.tables()) {
            if (table.forwarding().isPresent()) {
                Statistics.Forwarding forwarding = table.forwarding().get();
                columns.row(
                        table.instance(),
                        table.family(),
                        forwarding.installed(),
                        forwarding.queued(),
                        forwarding.rejected());
                isForwarded = true;
            }
        }
        return isForwarded ? "\n\n" + columns.text(screen) : "";
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, "%.1f", rate);
    }

    static String configurations(Configurations configurations, Screen screen) {
        return configurations.instances().stream()
                .map(instance -> configuration(instance, screen))
                .collect(joining("\n\n"));
    }

    private static String configuration(Configurations.OneInstance instance, Screen screen) {
        StringBuilder text = new StringBuilder("Instance %d:".formatted(instance.instance()));
        instance.refusal()
                .ifPresent(
                        reason ->
                                text.append("\nits newest configuration was refused: ")
                                        .append(reason));
        if (!instance.properties().isEmpty()) {
            Columns columns = new Columns("Property", "Value");
            instance.properties().forEach(columns::row);
            columns.appendTo(text.append('\n'), screen);
        }
        return text.toString();
    }

    private static int instance(EntityInfo entity) {
        return entity.instance().orElse(0);
    }

    private static String kind(HandleKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String ids(ViewSet views) {
        return views.ids().mapToObj(Integer::toString).collect(joining(","));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}

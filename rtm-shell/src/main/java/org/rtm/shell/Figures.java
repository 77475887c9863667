package org.rtm.shell;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.ForwardingStatus.State;
import org.rtm.api.monitor.TableStatus;
import org.rtm.shell.answer.InstanceTable;
import org.rtm.shell.answer.Statistics;
import org.rtm.shell.answer.Statistics.Forwarding;
import org.rtm.shell.answer.Statistics.Memory;
import org.rtm.shell.answer.Statistics.TableFigures;
import org.rtm.shell.entity.ShellEntities;

/** Makes figures of what tables were at two moments, and of the process. */
final class Figures {
    private Figures() {}

    /** A table that came meanwhile is left out. */
    static Statistics of(
            ShellEntities entities,
            List<InstanceTable> before,
            List<InstanceTable> after,
            Duration interval) {
        List<TableFigures> figures = new ArrayList<>();
        for (InstanceTable table : after) {
            Optional<InstanceTable> earlier =
                    before.stream()
                            .filter(
                                    other ->
                                            other.instance() == table.instance()
                                                    && other.status().family()
                                                            == table.status().family())
                            .findFirst();
            earlier.ifPresent(it -> figures.add(figures(entities, it.status(), table, interval)));
        }
        return new Statistics(interval, figures, memory());
    }

    private static TableFigures figures(
            ShellEntities entities, TableStatus before, InstanceTable table, Duration interval) {
        TableStatus now = table.status();
        return new TableFigures(
                table.instance(),
                now.family(),
                now.destinations(),
                now.routes(),
                now.entities().size(),
                now.entities().stream()
                        .flatMap(entity -> entity.handles().values().stream())
                        .mapToLong(Long::longValue)
                        .sum(),
                now.changes(),
                rate(now.changes() - before.changes(), interval),
                callbacks(now),
                rate(callbacks(now) - callbacks(before), interval),
                forwarding(entities, table));
    }

    private static Optional<Forwarding> forwarding(ShellEntities entities, InstanceTable table) {
        Map<State, Long> counts = entities.forwarding(table.instance(), table.status().family());
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Forwarding(
                                counts.get(State.INSTALLED),
                                counts.get(State.QUEUED),
                                counts.get(State.REJECTED)));
    }

    private static long callbacks(TableStatus table) {
        return table.entities().stream().mapToLong(EntityStatus::callbacks).sum();
    }

    /** Of entities that have gone meanwhile, what they did is not known. */
    private static double rate(long count, Duration interval) {
        double seconds = interval.toNanos() / 1e9;
        return seconds == 0 ? 0 : Math.max(0, count) / seconds;
    }

    private static Memory memory() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return new Memory(
                memory.getHeapMemoryUsage().getUsed(),
                memory.getHeapMemoryUsage().getCommitted(),
                memory.getHeapMemoryUsage().getMax(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }
}

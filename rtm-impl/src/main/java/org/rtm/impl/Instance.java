package org.rtm.impl;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.TableStatus;
import org.rtm.impl.entity.Roster;
import org.rtm.impl.table.Table;
import org.rtm.impl.time.Timers;

/** A virtual router: its tables, on the last good configuration. */
final class Instance {
    private final int number;
    private final InstantSource clock;
    private final Timers timers;
    private final Executor threads;
    private final Logger log;
    private final Map<AddressFamily, Roster> tables = new EnumMap<>(AddressFamily.class);
    private InstanceSettings settings;
    private Optional<String> refusal = Optional.empty();
    private boolean ended;

    Instance(int number, InstantSource clock, Timers timers, Executor threads, Logger log) {
        this.number = number;
        this.clock = clock;
        this.timers = timers;
        this.threads = threads;
        this.log = log;
    }

    /** Goes on with other settings. */
    void apply(InstanceSettings next) {
        Map<Roster, String> left = new java.util.HashMap<>();
        synchronized (this) {
            for (AddressFamily family : AddressFamily.values()) {
                Roster known = tables.get(family);
                if (!next.families().contains(family)) {
                    if (known != null) {
                        tables.remove(family);
                        left.put(
                                known,
                                "instance %d has no %s table any more".formatted(number, family));
                    }
                } else if (known == null || !known.routingTable().views().equals(next.views())) {
                    tables.put(family, create(family, next));
                    if (known != null) {
                        left.put(known, "the views of instance %d have changed".formatted(number));
                    }
                } else {
                    known.setLimits(next.limits());
                }
            }
            settings = next;
            refusal = Optional.empty();
        }
        left.forEach(Roster::endAll);
        for (Roster roster : rosters()) {
            roster.routingTable().setRouteLimits(next.routeLimits());
            roster.routingTable().setPreferences(next.preferences());
        }
    }

    private Roster create(AddressFamily family, InstanceSettings next) {
        Table table =
                new Table(
                        number,
                        family,
                        next.views(),
                        next.preferences(),
                        next.routeLimits(),
                        clock,
                        timers,
                        log);
        return new Roster(number, table, next.limits(), timers, threads, log);
    }

    /** Notes that the newest configuration was refused; the last good one stays. */
    synchronized void refuse(String reason) {
        refusal = Optional.of(reason);
    }

    /** Registers an entity; empty if this, or the table, has ended meanwhile. */
    Optional<EntityRegistration> register(EntityInfo info, EntityOptions options, String bundle) {
        Roster roster;
        synchronized (this) {
            if (ended) {
                return Optional.empty();
            }
            if (settings == null) {
                throw RtmStatus.BAD_CONFIGURATION.because(
                        "instance %d never had a valid configuration: %s",
                        number, refusal.orElseThrow());
            }
            roster = tables.get(info.family());
        }
        if (roster == null) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "instance %d has no %s table", number, info.family());
        }
        return roster.register(info, options, bundle);
    }

    void end(String reason) {
        List<Roster> left;
        synchronized (this) {
            ended = true;
            left = rosters();
            tables.clear();
        }
        left.forEach(roster -> roster.endAll(reason));
    }

    private synchronized List<Roster> rosters() {
        return List.copyOf(tables.values());
    }

    synchronized InstanceStatus status() {
        return new Status(
                number,
                refusal,
                settings == null ? Map.of() : settings.properties(),
                tables.values().stream().map(Figures::of).toList());
    }

    synchronized Optional<Roster> table(AddressFamily family) {
        return Optional.ofNullable(tables.get(family));
    }

    private record Status(
            int instance,
            Optional<String> refusal,
            Map<String, String> configuration,
            List<TableStatus> tables)
            implements InstanceStatus {}

    private record Figures(
            AddressFamily family,
            List<View> views,
            long destinations,
            long routes,
            long routeLimit,
            long destinationsToReevaluate,
            long changes,
            long locksTakenAway,
            Optional<Instant> lastLockTakenAway,
            List<EntityStatus> entities)
            implements TableStatus {

        static TableStatus of(Roster roster) {
            Table table = roster.routingTable();
            return new Figures(
                    table.family(),
                    table.views(),
                    table.destinationCount(),
                    table.routes(),
                    table.routeLimits().inTable(),
                    table.destinationsToReevaluate(),
                    table.changes(),
                    table.locksTakenAway(),
                    Optional.of(table.lastLockTakenAway())
                            .filter(micros -> micros != 0)
                            .map(Table::toInstant),
                    roster.statuses());
        }
    }
}

package org.rtm.shell;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.TableStatus;
import org.rtm.shell.answer.Imported;
import org.rtm.shell.entity.ShellEntities;
import org.rtm.shell.format.AnswerFormat;
import org.rtm.shell.source.Problem;
import org.rtm.shell.source.RouteSource;
import org.rtm.shell.source.SourceRoute;

/**
 * Takes routes from a source into the tables of an instance, one for each prefix: where BGP
 * speakers tell of several, the one with the lowest metric, which is the shortest AS path.
 */
final class RouteImport {
    private static final int MOST_SHOWN_PROBLEMS = 20;
    private static final String FURTHER_PATHS = "further paths to the same prefixes";

    private final long start = System.nanoTime();
    private final ShellEntities entities;
    private final int instance;
    private final String view;
    private final Set<AddressFamily> wanted;
    private final ProgressBar progress;
    private final Map<AddressFamily, Target> targets = new EnumMap<>(AddressFamily.class);
    private final Map<String, Long> skipped = new TreeMap<>();
    private long read;
    private long added;
    private long updated;
    private long refused;

    /** Checks that there are such tables with such a view, before anything is read. */
    RouteImport(
            ShellEntities entities,
            int instance,
            String view,
            Set<AddressFamily> wanted,
            ProgressBar progress) {
        entities.instance(instance).tables().stream()
                .map(TableStatus::family)
                .filter(wanted::contains)
                .forEach(family -> entities.view(instance, family, view));
        this.entities = entities;
        this.instance = instance;
        this.view = view;
        this.wanted = wanted;
        this.progress = progress;
    }

    /** Counts and shows what could not be read or added. */
    void refuse(Problem problem) {
        read++;
        refuse(problem.toString());
    }

    private void refuse(String problem) {
        if (++refused <= MOST_SHOWN_PROBLEMS) {
            progress.clear();
            KarafAnswers.problems().println(problem);
        }
    }

    /** Adds what the source has. Interrupted, it says so, and returns what was done. */
    Imported run(String name, RouteSource source) {
        try {
            boolean whole = add(source);
            Imported imported = result(source);
            if (!whole) {
                // Not as an exception: whoever interrupts does not wait for one.
                progress.clear();
                KarafAnswers.problems().println("interrupted; " + kept(imported));
                return imported;
            }
            if (source.cutShort().isPresent()) {
                throw new IllegalStateException(
                        "%s: %s; %s".formatted(name, source.cutShort().get(), kept(imported)));
            }
            if (refused > 0 && refused == read) {
                throw new IllegalStateException(
                        "%s: nothing in it is a route; refused %d".formatted(name, refused));
            }
            return imported;
        } finally {
            progress.clear();
            if (refused > MOST_SHOWN_PROBLEMS) {
                KarafAnswers.problems()
                        .printf(
                                "%d more that were refused are not shown%n",
                                refused - MOST_SHOWN_PROBLEMS);
            }
            targets.values().forEach(target -> target.nextHops.close());
        }
    }

    private static String kept(Imported imported) {
        return "what was added stays: " + new AnswerFormat().format(imported);
    }

    /** Returns false when interrupted. */
    private boolean add(RouteSource source) {
        SourceRoute best = null;
        while (!Thread.interrupted()) {
            Optional<SourceRoute> next = source.next();
            if (next.isEmpty()) {
                if (best != null) {
                    add(best);
                }
                return true;
            }
            SourceRoute route = next.get();
            read++;
            progress.show(source.position(), source.size(), read);
            if (best != null && isFurtherPath(route, best)) {
                skip(FURTHER_PATHS);
                best = route.metric() < best.metric() ? route : best;
            } else {
                if (best != null) {
                    add(best);
                }
                best = route;
            }
        }
        return false;
    }

    private static boolean isFurtherPath(SourceRoute route, SourceRoute other) {
        return route.peer().isPresent() && route.prefix().equals(other.prefix());
    }

    private void add(SourceRoute route) {
        AddressFamily family = route.prefix().family();
        if (!wanted.contains(family)) {
            skip(family + " routes, not asked for");
            return;
        }
        try {
            Target target = targets.get(family);
            if (target == null) {
                target = new Target(family);
                targets.put(family, target);
            }
            if (target.add(route)) {
                added++;
            } else {
                updated++;
            }
        } catch (RtmException refusal) {
            if (refusal.status() == RtmStatus.INVALID_HANDLE) {
                throw refusal;
            }
            refuse(new Problem(route.prefix().toString(), refusal.getMessage()).toString());
        }
    }

    private void skip(String what) {
        skipped.merge(what, 1L, Long::sum);
    }

    private Imported result(RouteSource source) {
        Map<String, Long> all = new TreeMap<>(skipped);
        source.skipped().forEach((name, count) -> all.merge(name + " records", count, Long::sum));
        return new Imported(
                read, added, updated, refused, all, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Where the routes of a family go. */
    private final class Target {
        private final EntityRegistration owner;
        private final ViewSet views;
        private final NextHopHandles nextHops;

        Target(AddressFamily family) {
            views = ViewSet.of(entities.view(instance, family, view).id());
            owner = entities.importer(instance, family);
            nextHops = new NextHopHandles(owner);
        }

        /** Returns whether the route is new. */
        boolean add(SourceRoute route) {
            return owner.addRoute(route.prefix(), nextHops.describe(route).views(views)).isNew();
        }
    }
}

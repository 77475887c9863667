package org.rtm.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.Route;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.TableEnumeration;
import org.rtm.api.View;
import org.rtm.api.ViewInfo;
import org.rtm.api.ViewSet;
import org.rtm.shell.answer.Exported;
import org.rtm.shell.entity.ShellEntities;
import org.rtm.shell.source.RouteWriter;
import org.rtm.shell.source.SourceRoute;

/** Writes the best routes of tables to a file. */
final class RouteExport {
    private final long start = System.nanoTime();
    private final Path file;
    private final RouteWriter writer;
    private final ProgressBar progress;
    private final long destinations;
    private long routes;
    private long leftOut;

    private RouteExport(Path file, RouteWriter writer, ProgressBar progress, long destinations) {
        this.file = file;
        this.writer = writer;
        this.progress = progress;
        this.destinations = destinations;
    }

    static Exported write(
            ShellEntities entities,
            int instance,
            String view,
            List<AddressFamily> families,
            Path file,
            ProgressBar progress)
            throws IOException {
        List<View> views =
                families.stream().map(family -> entities.view(instance, family, view)).toList();
        try (RouteWriter writer = RouteWriter.create(file)) {
            long destinations =
                    families.stream()
                            .mapToLong(family -> entities.table(instance, family).destinations())
                            .sum();
            RouteExport export = new RouteExport(file, writer, progress, destinations);
            boolean goesOn = true;
            for (int i = 0; i < families.size() && goesOn; i++) {
                writer.comment(
                        "instance %d, %s, %s view"
                                .formatted(instance, families.get(i), views.get(i).name()));
                goesOn = export.write(entities.operator(instance, families.get(i)), views.get(i));
            }
            progress.clear();
            return export.result();
        }
    }

    /** Returns false when interrupted. */
    private boolean write(EntityRegistration reader, View view) throws IOException {
        try (TableEnumeration<DestInfo> destinations =
                reader.enumerateDestinations(DestinationQuery.ALL.views(ViewSet.of(view.id())))) {
            for (boolean more = true; more; ) {
                if (Thread.interrupted()) {
                    // Not as an exception: whoever interrupts does not wait for one.
                    progress.clear();
                    KarafAnswers.problems().printf("interrupted; %s is not whole%n", file);
                    return false;
                }
                try (Batch<DestInfo> batch =
                        destinations.next(reader.profile().maxHandlesInCall())) {
                    for (DestInfo info : batch) {
                        Optional<Route> best = info.view(view.id()).flatMap(ViewInfo::bestRoute);
                        if (best.isPresent()) {
                            write(info.address(), best.get());
                        }
                    }
                    more = !batch.isEmpty();
                }
                progress.show(routes, this.destinations, routes);
            }
        }
        return true;
    }

    private void write(NetAddress destination, Route best) throws IOException {
        try (RouteSnapshot snapshot = best.info()) {
            writer.write(line(destination, snapshot));
            routes++;
            leftOut += Math.max(0, snapshot.nextHops().size() - 1);
        }
    }

    /** What a file holds of a route. */
    static SourceRoute line(NetAddress destination, RouteSnapshot route) {
        Optional<NextHop> nextHop = route.nextHops().stream().findFirst();
        return new SourceRoute(
                destination,
                nextHop.filter(hop -> !hop.isOnLink()).map(NextHop::address),
                nextHop.map(NextHop::interfaceIndex).orElse(0),
                route.prefInfo().metric(),
                Optional.empty());
    }

    private Exported result() {
        return new Exported(file, routes, leftOut, Duration.ofNanos(System.nanoTime() - start));
    }
}

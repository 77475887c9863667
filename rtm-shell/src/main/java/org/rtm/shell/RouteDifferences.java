package org.rtm.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationQuery;
import org.rtm.api.NetAddress;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.TableEnumeration;
import org.rtm.api.ViewInfo;
import org.rtm.shell.answer.Differences;
import org.rtm.shell.answer.Differences.Difference;
import org.rtm.shell.format.DifferenceText;
import org.rtm.shell.format.JsonForm;
import org.rtm.shell.format.Screen;
import org.rtm.shell.source.Problem;
import org.rtm.shell.source.RouteSource;
import org.rtm.shell.source.SourceRoute;

/**
 * Compares tables with a file, both read in order and side by side, so that neither has to fit into
 * memory.
 */
final class RouteDifferences {
    private static final Comparator<NetAddress> ORDER =
            Comparator.comparing(NetAddress::family).thenComparing(Comparator.naturalOrder());

    private final long start = System.nanoTime();
    private final Path file;
    private final ProgressBar progress;
    private final Screen screen;
    private final Optional<JsonForm> json;
    private final Rows rows = new Rows(System.out);
    private long read;
    private long onlyInTable;
    private long onlyInFile;
    private long different;
    private long same;

    RouteDifferences(Path file, boolean json, ProgressBar progress, Screen screen)
            throws IOException {
        this.file = file;
        this.json = json ? Optional.of(new JsonForm(System.out)) : Optional.empty();
        this.progress = progress;
        this.screen = screen;
    }

    /** Shows what could not be read. */
    void refuse(Problem problem) {
        progress.clear();
        KarafAnswers.problems().println(problem);
    }

    /** Shows the differences, and returns how many there are; nothing where that is shown too. */
    Optional<Differences> compare(RouteSource source, List<TableView> tables) throws IOException {
        if (json.isPresent()) {
            json.get().generator().writeStartObject();
            json.get().startLines("differences");
        }
        try (InFile inFile = new InFile(source, tables);
                InTables inTables = new InTables(tables)) {
            compare(inFile, inTables);
        } finally {
            progress.clear();
        }
        if (source.cutShort().isPresent()) {
            throw new IllegalStateException(
                    "%s: %s; what comes after it was not compared"
                            .formatted(file, source.cutShort().get()));
        }
        Differences differences =
                new Differences(
                        file,
                        onlyInTable,
                        onlyInFile,
                        different,
                        same,
                        Duration.ofNanos(System.nanoTime() - start));
        if (json.isEmpty()) {
            return Optional.of(differences);
        }
        json.get().generator().writeEndArray();
        json.get().member("summary", differences);
        json.get().generator().writeEndObject();
        json.get().endLine();
        return Optional.empty();
    }

    private void compare(InFile inFile, InTables inTables) throws IOException {
        Optional<SourceRoute> given = inFile.next();
        Optional<SourceRoute> found = inTables.next();
        while ((given.isPresent() || found.isPresent()) && !rows.isStopped()) {
            int order =
                    given.isEmpty()
                            ? 1
                            : found.isEmpty()
                                    ? -1
                                    : ORDER.compare(given.get().prefix(), found.get().prefix());
            if (order < 0) {
                onlyInFile++;
                show("only-in-file", Optional.empty(), given);
            } else if (order > 0) {
                onlyInTable++;
                show("only-in-table", found, Optional.empty());
            } else if (given.get().line().equals(found.get().line())) {
                same++;
            } else {
                different++;
                show("different", found, given);
            }
            given = order <= 0 ? inFile.next() : given;
            found = order >= 0 ? inTables.next() : found;
        }
    }

    private void show(String kind, Optional<SourceRoute> inTable, Optional<SourceRoute> inFile)
            throws IOException {
        Difference difference =
                new Difference(kind, inTable.map(SourceRoute::line), inFile.map(SourceRoute::line));
        progress.clear();
        if (json.isPresent()) {
            json.get().value(difference);
        } else {
            rows.print(DifferenceText.lines(difference, screen));
        }
    }

    /** The routes of the file, one for each prefix, of the families that are compared. */
    private final class InFile implements AutoCloseable {
        private final RouteSource source;
        private final List<TableView> tables;
        private Optional<SourceRoute> ahead;
        private NetAddress last;

        InFile(RouteSource source, List<TableView> tables) {
            this.source = source;
            this.tables = tables;
            this.ahead = read();
        }

        private Optional<SourceRoute> read() {
            Optional<SourceRoute> route = source.next();
            while (route.isPresent() && !isWanted(route.get())) {
                route = source.next();
            }
            progress.show(source.position(), source.size(), ++read);
            return route;
        }

        private boolean isWanted(SourceRoute route) {
            return tables.stream().anyMatch(table -> table.family() == route.prefix().family());
        }

        /** Of further paths to a prefix, the one with the lowest metric, as an import takes it. */
        Optional<SourceRoute> next() {
            Optional<SourceRoute> best = ahead;
            if (best.isEmpty()) {
                return best;
            }
            NetAddress prefix = best.get().prefix();
            if (last != null && ORDER.compare(prefix, last) <= 0) {
                throw new IllegalArgumentException(
                        "%s: %s comes after %s; the file has to be in the order in which rtm:export writes it"
                                .formatted(file, prefix, last));
            }
            last = prefix;
            ahead = read();
            while (ahead.isPresent()
                    && ahead.get().peer().isPresent()
                    && ahead.get().prefix().equals(prefix)) {
                best = ahead.get().metric() < best.get().metric() ? ahead : best;
                ahead = read();
            }
            return best;
        }

        @Override
        public void close() {
            source.close();
        }
    }

    /** The best routes of the tables, as an export writes them. */
    private static final class InTables implements AutoCloseable {
        private final Iterator<TableView> tables;
        private final Queue<SourceRoute> batch = new ArrayDeque<>();
        private TableView table;
        private TableEnumeration<DestInfo> destinations;

        InTables(List<TableView> tables) {
            this.tables = tables.iterator();
        }

        Optional<SourceRoute> next() {
            while (batch.isEmpty()) {
                if (destinations == null) {
                    if (!tables.hasNext()) {
                        return Optional.empty();
                    }
                    table = tables.next();
                    destinations =
                            table.reader()
                                    .enumerateDestinations(
                                            DestinationQuery.ALL.views(table.views()));
                }
                if (!readBatch()) {
                    close();
                }
            }
            return Optional.of(batch.remove());
        }

        private boolean readBatch() {
            try (Batch<DestInfo> read = destinations.next(table.batch())) {
                for (DestInfo info : read) {
                    info.view(table.view().id())
                            .flatMap(ViewInfo::bestRoute)
                            .ifPresent(
                                    best -> {
                                        try (RouteSnapshot route = best.info()) {
                                            batch.add(RouteExport.line(info.address(), route));
                                        }
                                    });
                }
                return !read.isEmpty();
            }
        }

        @Override
        public void close() {
            if (destinations != null) {
                destinations.close();
                destinations = null;
            }
        }
    }
}

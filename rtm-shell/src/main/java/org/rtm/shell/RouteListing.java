package org.rtm.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rtm.api.NetAddress;
import org.rtm.shell.answer.RouteEntry;
import org.rtm.shell.format.JsonForm;
import org.rtm.shell.format.Quantity;
import org.rtm.shell.format.Rfc8349;
import org.rtm.shell.format.RouteLines;
import org.rtm.shell.format.RouteText;
import org.rtm.shell.format.Screen;

/** A form in which routes are listed while they are read. */
interface RouteListing {
    default void start() throws IOException {}

    void startTable(TableView table) throws IOException;

    void routes(List<RouteEntry> routes) throws IOException;

    /**
     * Ends a table.
     *
     * @param more the destination after which there is more than was asked for
     */
    void endTable(Optional<NetAddress> more) throws IOException;

    default void end() throws IOException {}

    /** Lists the routes of tables until somebody has seen enough. */
    static void list(List<TableView> tables, RouteFilter filter, RouteListing listing, Rows rows)
            throws IOException {
        listing.start();
        for (TableView table : tables) {
            listing.startTable(table);
            Optional<NetAddress> more =
                    new RouteWalk(
                                    table,
                                    filter,
                                    routes -> {
                                        try {
                                            listing.routes(routes);
                                        } catch (IOException e) {
                                            throw new UncheckedIOException(e);
                                        }
                                        return !rows.isStopped();
                                    })
                            .run();
            if (rows.isStopped()) {
                return;
            }
            listing.endTable(more);
        }
        listing.end();
    }

    /** A line for each next hop, in columns. */
    final class Text implements RouteListing {
        private final Rows rows;
        private final boolean isForwarded;
        private final Screen screen;
        private final InstantSource clock;
        private RouteLines lines;
        private long shown;

        Text(Rows rows, boolean isForwarded, Screen screen, InstantSource clock) {
            this.rows = rows;
            this.isForwarded = isForwarded;
            this.screen = screen;
            this.clock = clock;
        }

        @Override
        public void start() {
            rows.print(RouteText.legend(isForwarded));
        }

        @Override
        public void startTable(TableView table) {
            rows.print("\n" + table);
            lines = new RouteLines(table.view().id(), screen);
            shown = 0;
        }

        @Override
        public void routes(List<RouteEntry> routes) {
            if (!routes.isEmpty()) {
                rows.print(lines.text(routes, clock.instant()));
                shown += routes.size();
            }
        }

        @Override
        public void endTable(Optional<NetAddress> more) {
            if (shown == 0) {
                rows.print("no routes");
            }
            more.ifPresent(
                    last ->
                            rows.print(
                                    "more than %s; the next ones: after %s"
                                            .formatted(Quantity.of(shown, "route"), last)));
        }
    }

    /** Our own JSON. */
    final class Json implements RouteListing {
        private final JsonForm json;

        Json(PrintStream out) throws IOException {
            this.json = new JsonForm(out);
        }

        @Override
        public void start() throws IOException {
            json.generator().writeStartObject();
            json.startLines("tables");
        }

        @Override
        public void startTable(TableView table) throws IOException {
            json.generator().writeStartObject();
            json.member("instance", table.instance());
            json.member("family", table.family());
            json.member("view", table.view());
            json.startLines("routes");
        }

        @Override
        public void routes(List<RouteEntry> routes) throws IOException {
            for (RouteEntry route : routes) {
                json.value(route);
            }
            json.flush();
        }

        @Override
        public void endTable(Optional<NetAddress> more) throws IOException {
            json.generator().writeEndArray();
            json.member("more", more);
            json.generator().writeEndObject();
        }

        @Override
        public void end() throws IOException {
            json.generator().writeEndArray();
            json.generator().writeEndObject();
            json.endLine();
        }
    }

    /** The JSON of RFC 8349. */
    final class Ietf implements RouteListing {
        private final JsonForm json;
        private final Rfc8349 form;

        Ietf(PrintStream out) throws IOException {
            json = new JsonForm(out);
            form = new Rfc8349(json);
        }

        @Override
        public void start() throws IOException {
            form.start();
        }

        @Override
        public void startTable(TableView table) throws IOException {
            form.startRib(table.instance(), table.family(), table.view());
        }

        @Override
        public void routes(List<RouteEntry> routes) throws IOException {
            for (RouteEntry route : routes) {
                form.route(route);
            }
            json.flush();
        }

        @Override
        public void endTable(Optional<NetAddress> more) throws IOException {
            form.endRib();
        }

        @Override
        public void end() throws IOException {
            form.end();
            json.endLine();
        }
    }

    /** The routes themselves, for scripts. */
    final class Objects implements RouteListing {
        private final List<RouteEntry> all = new ArrayList<>();

        List<RouteEntry> all() {
            return all;
        }

        @Override
        public void startTable(TableView table) {
            // A route knows its owner, which knows its table.
        }

        @Override
        public void routes(List<RouteEntry> routes) {
            all.addAll(routes);
        }

        @Override
        public void endTable(Optional<NetAddress> more) {
            // What there is more was not asked for.
        }
    }
}

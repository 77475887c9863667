package org.rtm.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EnumRange;
import org.rtm.api.TableEnumeration;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.TableStatus;
import org.rtm.shell.answer.NextHopEntry;
import org.rtm.shell.entity.ShellEntities;

/**
 * What there is now that a word may name. Whoever asks has pressed a key and waits: a table is not
 * gone through further than for some thousand destinations.
 */
final class PresentValues {
    private static final int MOST = 50;
    private static final int MOST_DESTINATIONS = 20_000;
    private static final int MOST_ROUTES = 2_000;

    private final ShellEntities entities;

    PresentValues(ShellEntities entities) {
        this.entities = entities;
    }

    static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    Stream<String> instances() {
        return entities.instances().stream().map(each -> Integer.toString(each.instance()));
    }

    Stream<String> views(int instance) {
        return tables(instance).flatMap(table -> table.views().stream()).map(View::name);
    }

    Stream<String> entities(int instance) {
        return known(instance)
                .flatMap(entity -> Stream.of(entity.info().id().toString(), entity.info().name()));
    }

    Stream<String> protocols(int instance) {
        return known(instance).map(entity -> lowerCase(entity.info().id().protocol().toString()));
    }

    private Stream<TableStatus> tables(int instance) {
        return entities.instance(instance).tables().stream();
    }

    private Stream<EntityStatus> known(int instance) {
        return tables(instance).flatMap(table -> table.entities().stream());
    }

    Stream<String> nextHops(int instance) {
        return usedNextHops(instance)
                .filter(nextHop -> !nextHop.isOnLink())
                .map(nextHop -> nextHop.address().addressText());
    }

    Stream<String> interfaces(int instance) {
        return usedNextHops(instance)
                .map(NextHopEntry::interfaceIndex)
                .filter(index -> index != 0)
                .map(Integer::toUnsignedString);
    }

    /** Those of the first routes. */
    private Stream<NextHopEntry> usedNextHops(int instance) {
        Set<NextHopEntry> found = new LinkedHashSet<>();
        RouteFilter all = RouteFilter.all();
        for (TableView table : views(Integer.toString(instance))) {
            int[] seen = new int[1];
            new RouteWalk(
                            table,
                            all,
                            routes -> {
                                routes.forEach(route -> found.addAll(route.nextHops()));
                                seen[0] += routes.size();
                                return seen[0] < MOST_ROUTES;
                            })
                    .run();
        }
        return found.stream();
    }

    private List<TableView> views(String instance) {
        return TableView.all(entities, instance, View.UNICAST.name(), false, false);
    }

    /** The destinations whose text begins so. */
    Stream<String> prefixes(int instance, String start) {
        List<String> found = new ArrayList<>();
        for (TableView table : views(Integer.toString(instance))) {
            addPrefixes(table, start, found);
        }
        return found.stream();
    }

    private static void addPrefixes(TableView table, String start, List<String> found) {
        for (AddressBlocks.Block block : AddressBlocks.of(table.family(), start)) {
            if (found.size() < MOST) {
                addPrefixes(table, block, start, found);
            }
        }
    }

    private static void addPrefixes(
            TableView table, AddressBlocks.Block block, String start, List<String> found) {
        DestinationQuery query =
                DestinationQuery.ALL
                        .views(ViewSet.of(table.view().id()))
                        .range(EnumRange.from(block.first()));
        int seen = 0;
        try (TableEnumeration<DestInfo> destinations =
                table.reader().enumerateDestinations(query)) {
            for (boolean more = true; more && seen < MOST_DESTINATIONS; ) {
                try (Batch<DestInfo> batch = destinations.next(Math.min(MOST, table.batch()))) {
                    more = !batch.isEmpty();
                    for (DestInfo info : batch) {
                        String text = info.address().toString();
                        more &= block.contains(info.address()) && found.size() < MOST;
                        if (more && text.startsWith(start)) {
                            found.add(text);
                        }
                    }
                    seen += batch.size();
                }
            }
        }
    }

    /** The files and folders whose name, as typed, begins so. */
    static Stream<String> files(Path folder, String start) {
        String parent = start.substring(0, start.lastIndexOf('/') + 1);
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(parent))) {
            files.sorted()
                    .map(file -> parent + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                    .filter(name -> name.startsWith(start))
                    .limit(MOST)
                    .forEach(found::add);
        } catch (IOException unreadable) {
            return Stream.empty();
        }
        return found.stream();
    }
}

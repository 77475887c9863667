package org.rtm.shell;

import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.Route;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.shell.answer.RouteEntry;
import org.rtm.shell.entity.ShellEntities;

/** A table, with the shell's entity in it, seen in one view. */
record TableView(
        int instance,
        AddressFamily family,
        View view,
        EntityRegistration reader,
        ShellEntities entities) {
    static TableView of(
            ShellEntities entities, String instance, String view, AddressFamily family) {
        int number = Arguments.instance(instance);
        View found = entities.view(number, family, view);
        return new TableView(number, family, found, entities.operator(number, family), entities);
    }

    /** Those of the families asked for; without -4 and -6, of all that the instance has. */
    static List<TableView> all(
            ShellEntities entities, String instance, String view, boolean ipv4, boolean ipv6) {
        return Arguments.families(entities, Arguments.instance(instance), ipv4, ipv6).stream()
                .map(family -> of(entities, instance, view, family))
                .toList();
    }

    ViewSet views() {
        return ViewSet.of(view.id());
    }

    /** How many elements to fetch at a time. */
    int batch() {
        return reader.profile().maxHandlesInCall();
    }

    /** Whether something forwards the best routes of this view. */
    boolean isForwarded() {
        return view.id() == View.UNICAST.id() && entities.isForwarded(instance);
    }

    /** Reads a route. */
    RouteEntry entry(Route route) {
        RouteEntry entry = RouteEntry.of(route);
        if (view.id() != View.UNICAST.id() || !entry.bestIn().contains(view.id())) {
            return entry;
        }
        return entities.forwarding(instance, entry.destination())
                .map(entry::forwarded)
                .orElse(entry);
    }

    @Override
    public String toString() {
        return "Instance %d, %s, %s view:".formatted(instance, family, view.name());
    }
}

package org.rtm.webconsole;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.felix.utils.json.JSONWriter;
import org.rtm.api.EntityInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.NextHopState;
import org.rtm.api.PrefInfo;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.ViewSet;

/** A route as it was when it was read. */
record RouteRow(
        NetAddress destination,
        EntityInfo owner,
        PrefInfo prefInfo,
        List<String> ways,
        List<String> states,
        ViewSet views,
        ViewSet bestIn,
        String flags,
        int tag,
        String updated) {

    static RouteRow of(Route route) {
        try (RouteSnapshot snapshot = route.info()) {
            return new RouteRow(
                    route.destinationAddress(),
                    snapshot.owner().info(),
                    snapshot.prefInfo(),
                    ways(snapshot),
                    states(snapshot),
                    snapshot.views(),
                    route.bestInViews(),
                    snapshot.flags().toString(),
                    snapshot.tag(),
                    snapshot.updated().toString());
        }
    }

    private static List<String> ways(RouteSnapshot route) {
        if (!route.nextHops().isEmpty()) {
            return route.nextHops().stream().map(RouteRow::way).toList();
        }
        if (route.flags().contains(RouteFlags.BLACKHOLE)) {
            return List.of("blackhole");
        }
        return List.of(route.flags().contains(RouteFlags.DISCARD) ? "discard" : "unspecified");
    }

    private static String way(NextHop nextHop) {
        try (NextHopSnapshot snapshot = nextHop.info()) {
            NetAddress address = snapshot.address();
            return (address.equals(NetAddress.unspecified(address.family()))
                            ? "directly connected"
                            : "via " + address.addressText())
                    + (snapshot.interfaceIndex() == 0
                            ? ""
                            : ", if " + Integer.toUnsignedString(snapshot.interfaceIndex()))
                    + (snapshot.flags().contains(NextHopFlags.DOWN) ? ", down" : "")
                    + (snapshot.state() == NextHopState.DELETED ? ", deleted" : "");
        }
    }

    private static List<String> states(RouteSnapshot route) {
        List<String> states = new ArrayList<>();
        if (route.state() == RouteState.DELETING) {
            states.add("held down");
        }
        if (route.flags().contains(RouteFlags.INACTIVE)) {
            states.add("inactive");
        }
        if (route.isStale()) {
            states.add("stale");
        }
        return states;
    }

    /** In a line, without the destination. */
    String summary() {
        return "%s %s %s"
                .formatted(owner.id(), prefInfo, ways.stream().collect(Collectors.joining("; ")));
    }

    void write(JSONWriter json) throws IOException {
        json.object();
        json.key("destination").value(destination.toString());
        json.key("owner").value(owner.id().toString());
        json.key("name").value(owner.name());
        json.key("preference").value(prefInfo.preference());
        json.key("metric").value(prefInfo.metric());
        json.key("ways").array();
        for (String way : ways) {
            json.value(way);
        }
        json.endArray();
        json.key("states").array();
        for (String state : states) {
            json.value(state);
        }
        json.endArray();
        json.key("views").value(views.mask());
        json.key("bestIn").value(bestIn.mask());
        json.key("flags").value(flags);
        json.key("tag").value(Integer.toUnsignedLong(tag));
        json.key("updated").value(updated);
        json.endObject();
    }
}

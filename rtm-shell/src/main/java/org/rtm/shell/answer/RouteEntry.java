package org.rtm.shell.answer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.rtm.api.EntityInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.PrefInfo;
import org.rtm.api.Route;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RouteState;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.ForwardingStatus;

/**
 * A route as it was when it was read.
 *
 * @param destination its prefix
 * @param owner who says so
 * @param prefInfo preference and metric, as they count
 * @param flags its flags
 * @param state where it is in its life
 * @param views the views that it is in
 * @param bestIn the views in which it is the best of all
 * @param tag its route tag, as an unsigned int
 * @param neighbour who told of it
 * @param nextHops the next hops of equal cost
 * @param created since when it has been in the table
 * @param updated when it was last added or updated
 * @param timeToLive how long it has to live
 * @param stale whether its owner has gone and not refreshed it yet
 * @param forwarding how it fares on its way to what forwards packets; empty unless it is the best
 *     and something forwards it
 */
public record RouteEntry(
        NetAddress destination,
        EntityInfo owner,
        PrefInfo prefInfo,
        RouteFlags flags,
        RouteState state,
        ViewSet views,
        ViewSet bestIn,
        int tag,
        Optional<NextHopEntry> neighbour,
        List<NextHopEntry> nextHops,
        Instant created,
        Instant updated,
        Optional<Duration> timeToLive,
        boolean stale,
        Optional<ForwardingStatus> forwarding) {

    /** A route of which no forwarder was asked. */
    public RouteEntry(
            NetAddress destination,
            EntityInfo owner,
            PrefInfo prefInfo,
            RouteFlags flags,
            RouteState state,
            ViewSet views,
            ViewSet bestIn,
            int tag,
            Optional<NextHopEntry> neighbour,
            List<NextHopEntry> nextHops,
            Instant created,
            Instant updated,
            Optional<Duration> timeToLive,
            boolean stale) {
        this(
                destination,
                owner,
                prefInfo,
                flags,
                state,
                views,
                bestIn,
                tag,
                neighbour,
                nextHops,
                created,
                updated,
                timeToLive,
                stale,
                Optional.empty());
    }

    /** Reads a route. */
    public static RouteEntry of(Route route) {
        try (RouteSnapshot snapshot = route.info()) {
            return new RouteEntry(
                    route.destinationAddress(),
                    snapshot.owner().info(),
                    snapshot.prefInfo(),
                    snapshot.flags(),
                    snapshot.state(),
                    snapshot.views(),
                    route.bestInViews(),
                    snapshot.tag(),
                    snapshot.neighbour().map(NextHopEntry::of),
                    snapshot.nextHops().stream().map(NextHopEntry::of).toList(),
                    snapshot.created(),
                    snapshot.updated(),
                    snapshot.timeToLive(),
                    snapshot.isStale());
        }
    }

    /** A route that differs from this one in what most routes of a table differ in. */
    public RouteEntry with(
            NetAddress itsDestination,
            PrefInfo itsPrefInfo,
            Instant itsCreation,
            Instant itsUpdate,
            Optional<Duration> itsTimeToLive) {
        return new RouteEntry(
                itsDestination,
                owner,
                itsPrefInfo,
                flags,
                state,
                views,
                bestIn,
                tag,
                neighbour,
                nextHops,
                itsCreation,
                itsUpdate,
                itsTimeToLive,
                stale);
    }

    /** The same route, of which a forwarder was asked. */
    public RouteEntry forwarded(ForwardingStatus status) {
        return new RouteEntry(
                destination,
                owner,
                prefInfo,
                flags,
                state,
                views,
                bestIn,
                tag,
                neighbour,
                nextHops,
                created,
                updated,
                timeToLive,
                stale,
                Optional.of(status));
    }

    /** Says whether packets that follow it are dropped. */
    public boolean isDropping() {
        return flags.intersects(
                RouteFlags.BLACKHOLE.plus(RouteFlags.DISCARD).plus(RouteFlags.MARTIAN));
    }

    public boolean isInactive() {
        return flags.contains(RouteFlags.INACTIVE);
    }
}

package org.rtm.impl.entity;

import java.time.Duration;
import java.util.List;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteList;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.impl.table.Lifespan;
import org.rtm.impl.table.NextHopEntry;
import org.rtm.impl.table.RouteEntry;
import org.rtm.impl.table.RouteValues;
import org.rtm.impl.table.UpdateMode;

/** What a client says of its next hops and routes: checked, and translated to entries. */
final class InputCheck {
    /** As good as for ever, and far from overflowing. */
    private static final long LONGEST_TIME_DAYS = 36_500;

    private final Registration registration;

    InputCheck(Registration registration) {
        this.registration = registration;
    }

    /** Checks what a client says of a next hop, and translates it. */
    NextHopEntry.State state(NextHopInfo info) {
        NetAddress address =
                registration.routingTable().destinations().requireFamily(info.address());
        if (!address.isHost()) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "the address of a next hop is that of a host, %s is not", address);
        }
        NextHopEntry.State said =
                new NextHopEntry.State(
                        info.flags().bits(),
                        info.entitySpecificInfo().orElse(null),
                        info.remoteDestination().map(registration::entry).orElse(null),
                        0,
                        false);
        requireRemote(address, said);
        return said;
    }

    /** Checks that only a remote next hop names a destination. */
    static void requireRemote(NetAddress address, NextHopEntry.State said) {
        if (said.remoteDestination() != null
                && !NextHopFlags.of(said.flags()).contains(NextHopFlags.REMOTE)) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "next hop %s names destination %s without the flag REMOTE, which that needs",
                    address.addressText(), said.remoteDestination());
        }
    }

    /** Checks how a client wants a route to be added. */
    UpdateMode mode(AddRouteOptions options) {
        options.timeToLive().ifPresent(time -> requirePositive("time to live", time));
        options.list().ifPresent(this::requireOwn);
        if (options.isAlwaysNew() && options.isUpdateFirst()) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "alwaysNew and updateFirst are both set; allowed is one of them");
        }
        if (options.isAlwaysNew()) {
            return UpdateMode.ALWAYS_NEW;
        }
        return options.isUpdateFirst() ? UpdateMode.FIRST : UpdateMode.EQUAL;
    }

    /** Checks the options of an update through something that says which route is meant. */
    void requireNoMode(AddRouteOptions options, String through, RouteEntry route) {
        if (mode(options) != UpdateMode.EQUAL) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%s does not go with the %s of the route to %s, which says what to update",
                    options.isAlwaysNew() ? "alwaysNew" : "updateFirst",
                    through,
                    route.destination());
        }
    }

    private void requireOwn(RouteList list) {
        if (!(list instanceof OwnedRouteList own) || own.registration() != registration) {
            throw RtmStatus.INVALID_HANDLE.because(
                    "the route list belongs to another registration than %s",
                    registration.info().name());
        }
        own.requireThere();
    }

    /** How long a client wants a route to live. */
    Lifespan lifespan(AddRouteOptions options) {
        return new Lifespan(
                options.timeToLive().map(InputCheck::toMicros).orElse(0L),
                registration.roster().limits().expiryAnswer());
    }

    /** Checks a time that has to pass. */
    static void requirePositive(String what, Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "a %s of %s is not more than zero", what, time);
        }
    }

    /** A time in microseconds, begun ones counted, and far from overflowing. */
    static long toMicros(Duration time) {
        Duration longest = Duration.ofDays(LONGEST_TIME_DAYS);
        Duration cut = time.compareTo(longest) > 0 ? longest : time;
        return -Math.floorDiv(-cut.toNanos(), 1_000L);
    }

    /** Checks what a client says of a route, and translates it. */
    RouteValues values(RouteInfo info) {
        return new RouteValues(
                info.neighbour().map(this::ownEntry).orElse(null),
                (int) info.prefInfo().preference(),
                (int) info.prefInfo().metric(),
                requireViews(info.views()),
                info.flags().bits(),
                info.tag(),
                info.entitySpecificInfo().orElse(null),
                ownEntries(info.nextHops()));
    }

    /** Checks the views that a client wants a route to be in. */
    int requireViews(ViewSet views) {
        if (views.isEmpty()) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "a route is in at least one view, not in none");
        }
        return registration.routingTable().requireSupported(views);
    }

    /** Checks the next hops that a client wants a route to have. */
    NextHopEntry[] ownEntries(List<NextHop> hops) {
        if (hops.size() > registration.profile().maxNextHopsInRoute()) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "a route cannot have %d next hops; allowed are 0 to %d, the profile's maxNextHopsInRoute",
                    hops.size(), registration.profile().maxNextHopsInRoute());
        }
        NextHopEntry[] entries = new NextHopEntry[hops.size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = ownEntry(hops.get(i));
        }
        return entries;
    }

    NextHopEntry ownEntry(NextHop hop) {
        NextHopEntry entry = registration.entry(hop);
        registration.requireOwner(entry.owner(), hop);
        return entry;
    }
}

package org.rtm.shell.answer;

import java.time.Instant;
import java.util.Optional;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.View;

/**
 * A change of a destination in a view, as it was seen.
 *
 * @param time when it was seen
 * @param instance the instance
 * @param family the address family
 * @param view the view
 * @param destination the prefix
 * @param kind what changed
 * @param oldKnown whether it is known what the best route was before
 * @param old the best route before; empty if there was none, or it is not known
 * @param best the best route now
 * @param routes how many routes there are now
 */
public record DestinationChange(
        Instant time,
        int instance,
        AddressFamily family,
        View view,
        NetAddress destination,
        Kind kind,
        boolean oldKnown,
        Optional<RouteEntry> old,
        Optional<RouteEntry> best,
        int routes) {

    /** What changed. */
    public enum Kind {
        /** There was no best route, and now there is one. */
        ADDED,
        /** The best route is another one, or another than it was, or may be. */
        CHANGED,
        /** There is no best route any more, or none where it is not known what was before. */
        WITHDRAWN,
        /** There is no best route any more, and the last one is held down. */
        HELD,
        /** Something else: a route that is not the best. */
        OTHER
    }
}

package org.rtm.notify.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.rtm.api.NetAddress;
import org.rtm.api.RouteFlags;
import org.rtm.api.ViewSet;

/** A route of the naive table. */
final class NaiveRoute {
    final NetAddress destination;
    final NaiveOwner owner;
    final int created;
    int updated;
    Values values;

    /** As it counts. */
    long preference;

    /** How often each next hop had changed when its owner last said something of this route. */
    List<Integer> hopsAnnounced;

    /** When it expires, or did; empty if it lives for ever. */
    OptionalInt end = OptionalInt.empty();

    /** Until when its owner may answer the question what is to become of it, if it was asked. */
    OptionalInt answerBy = OptionalInt.empty();

    /** How often its time to live was set. */
    int renewals;

    boolean deleted;

    /** What an owner says; a preference of 0 leaves it to the configuration. */
    record Values(
            Optional<NaiveNextHop> neighbour,
            long preference,
            long metric,
            ViewSet views,
            RouteFlags flags,
            int tag,
            String entitySpecificInfo,
            List<NaiveNextHop> nextHops) {}

    NaiveRoute(NetAddress destination, NaiveOwner owner, int created) {
        this.destination = destination;
        this.owner = owner;
        this.created = created;
    }

    /** The same route as it is now, which stays so. */
    NaiveRoute frozen() {
        NaiveRoute copy = new NaiveRoute(destination, owner, created);
        copy.updated = updated;
        copy.values = values;
        copy.preference = preference;
        copy.deleted = true;
        return copy;
    }

    /** When something happens to it by itself. */
    OptionalInt due() {
        return answerBy.isPresent() ? answerBy : end;
    }

    boolean isActive() {
        return !values.flags().contains(RouteFlags.INACTIVE);
    }

    boolean isIn(int view) {
        return values.views().contains(view);
    }

    boolean hasNeighbour(Optional<NaiveNextHop> other) {
        return values.neighbour().isPresent() == other.isPresent()
                && (other.isEmpty() || values.neighbour().get().hasIdentityOf(other.get()));
    }
}

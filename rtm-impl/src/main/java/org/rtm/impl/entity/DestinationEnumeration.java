package org.rtm.impl.entity;

import java.util.List;
import org.rtm.api.DestInfo;
import org.rtm.api.DestinationQuery;
import org.rtm.impl.table.DestinationEntry;
import org.rtm.impl.table.DestinationState;
import org.rtm.impl.table.Destinations;
import org.rtm.impl.table.RouteVersion;
import org.rtm.impl.table.Visible;

/** An enumeration of destinations. */
final class DestinationEnumeration extends AbstractEnumeration<DestInfo> {
    private final DestinationQuery query;
    private final int viewMask;
    private final DestinationCursor cursor;

    DestinationEnumeration(Registration registration, DestinationQuery query, int viewMask) {
        super(registration);
        this.query = query;
        this.viewMask = viewMask;
        this.cursor = new DestinationCursor(registration.routingTable(), query.range());
    }

    @Override
    void collect(List<DestInfo> elements, int most) {
        cursor.refresh();
        while (elements.size() < most) {
            DestinationEntry entry = cursor.next();
            if (entry == null) {
                return;
            }
            DestinationState state = entry.state();
            if (Destinations.isListed(state, viewMask) && (!query.isOwnOnly() || isOwn(state))) {
                elements.add(
                        registration().read(new Visible(entry, state), query.protocol(), viewMask));
            }
        }
    }

    /** Whether the caller owns the best route in a target view. */
    private boolean isOwn(DestinationState state) {
        int targets = viewMask == 0 ? state.views() : viewMask;
        for (int rest = targets; rest != 0; rest &= rest - 1) {
            RouteVersion best = state.best(Integer.numberOfTrailingZeros(rest));
            if (best != null && best.route().owner() == registration().owner()) {
                return true;
            }
        }
        return false;
    }

    @Override
    String subject() {
        return "destinations";
    }
}

package org.rtm.impl.table;

import org.osgi.service.log.Logger;
import org.rtm.api.RtmStatus;

/**
 * How many routes there may be: a runaway protocol is not to fill the router's memory.
 *
 * @param inEntity most routes of one entity
 * @param inTable most routes of all entities together
 */
public record RouteLimits(int inEntity, int inTable) {
    private static final int WARN_PERCENT = 80;

    /** Refuses one more route where there are as many as may be, and warns on the way there. */
    void requireRoom(Owner owner, long ofTable, Logger log) {
        String name = owner.info().name();
        requireRoom(name, owner.routes(), inEntity, "routes.in.entity");
        requireRoom("the table", ofTable, inTable, "routes.in.table");
        warn(name, owner.routes() + 1L, inEntity, "routes.in.entity", log);
        warn("the table", ofTable + 1, inTable, "routes.in.table", log);
    }

    private static void requireRoom(String who, long routes, int most, String property) {
        if (routes >= most) {
            throw RtmStatus.NO_SYSTEM_RESOURCES.because(
                    "%s has %d routes, and %s allows %d", who, routes, property, most);
        }
    }

    private static void warn(String who, long routes, int most, String property, Logger log) {
        if (routes == (long) most * WARN_PERCENT / 100) {
            log.warn(
                    "{} has {} routes now, {} % of what {} allows: {}",
                    who, routes, WARN_PERCENT, property, most);
        }
    }
}

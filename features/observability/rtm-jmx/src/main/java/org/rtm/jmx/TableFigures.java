package org.rtm.jmx;

import org.rtm.api.monitor.TableStatus;

/** What JMX shows of a table. */
public final class TableFigures {
    private final TableStatus table;

    TableFigures(TableStatus table) {
        this.table = table;
    }

    public long getDestinations() {
        return table.destinations();
    }

    public long getRoutes() {
        return table.routes();
    }

    public long getRouteLimit() {
        return table.routeLimit();
    }

    /** Since the table came to be: how fast it grows is the change rate. */
    public long getChanges() {
        return table.changes();
    }

    public long getDestinationsToReevaluate() {
        return table.destinationsToReevaluate();
    }

    public long getLocksTakenAway() {
        return table.locksTakenAway();
    }

    public int getEntities() {
        return table.entities().size();
    }
}

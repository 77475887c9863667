package org.rtm.shell.entity;

import org.rtm.api.AddRouteOptions;
import org.rtm.api.Batch;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.Route;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteQuery;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;

/** The routes that an entity finds when it is back. All of them are to stay. */
final class RetainedRoutes implements Runnable {
    private static final int BATCH = 256;

    /** How long to wait for a route that another one has locked. */
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final EntityRegistration owner;
    private final Thread thread = new Thread(this, "rtm-shell-refresh");
    private volatile boolean isStopped;

    private RetainedRoutes(EntityRegistration owner) {
        this.owner = owner;
    }

    /** Refreshes the routes of an owner: on a thread of its own, as there may be a million. */
    static RetainedRoutes refresh(EntityRegistration owner) {
        RetainedRoutes routes = new RetainedRoutes(owner);
        routes.thread.setDaemon(true);
        routes.thread.start();
        return routes;
    }

    /** Goes no further, and gives back what it has of the owner, who is about to end. */
    void stop() {
        isStopped = true;
        try {
            thread.join(LONGEST_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try (TableEnumeration<Route> routes = owner.enumerateRoutes(RouteQuery.ALL.ownOnly())) {
            boolean isEnd;
            do {
                try (Batch<Route> batch = routes.next(most())) {
                    for (Route route : batch) {
                        if (isStopped) {
                            return;
                        }
                        refresh(route);
                    }
                    isEnd = batch.isEmpty();
                }
            } while (!isEnd);
            owner.refreshComplete();
        } catch (RtmException refusal) {
            if (refusal.status() != RtmStatus.INVALID_HANDLE) { // the owner has ended meanwhile
                throw refusal;
            }
        }
    }

    private int most() {
        return Math.min(BATCH, owner.profile().maxHandlesInCall());
    }

    /** A commit of nothing, so that what an operator changes at the same time is not undone. */
    private static void refresh(Route route) {
        try (RouteSnapshot snapshot = route.info()) {
            if (!snapshot.isStale()) {
                return;
            }
        }
        try (RouteLock lock = route.lock(LockMode.EXCLUSIVE)) {
            lock.commit(AddRouteOptions.NONE);
        } catch (RtmException refusal) {
            if (refusal.status() != RtmStatus.NOT_FOUND) { // deleted meanwhile
                throw refusal;
            }
        }
    }
}

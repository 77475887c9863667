package org.rtm.impl.table;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rtm.api.ExpiryDecision;
import org.rtm.impl.time.Timed;
import org.rtm.impl.time.Timers;

/** The routes that live only for some time. Written under the table's lock. */
final class Lifetimes {
    private final Table table;
    private final Timers timers;
    private final Map<RouteEntry, Lifetime> byRoute = new ConcurrentHashMap<>();

    Lifetimes(Table table, Timers timers) {
        this.table = table;
        this.timers = timers;
    }

    private final class Lifetime extends Timed {
        private final RouteEntry route;
        private Duration answerTime;

        /** When the route expires, or did, in microseconds since 1970. */
        private volatile long end;

        /** Counts renewals, so that the answer to an old question is known for what it is. */
        private long renewal;

        private boolean isAsked;

        Lifetime(RouteEntry route) {
            this.route = route;
        }

        @Override
        protected void due() {
            table.expire(route, () -> expire(this));
        }
    }

    /** Lets a route live for some time from now; for ever if the time is 0. */
    void renew(RouteEntry route, Lifespan lifespan) {
        if (lifespan.micros() == 0) {
            end(route);
            return;
        }
        Lifetime lifetime = byRoute.computeIfAbsent(route, Lifetime::new);
        lifetime.answerTime = lifespan.answerTime();
        lifetime.renewal++;
        lifetime.isAsked = false;
        lifetime.end = timers.now() + lifespan.micros();
        timers.set(lifetime, lifetime.end);
    }

    /** Forgets a route: it lives for ever, or lives no more. */
    void end(RouteEntry route) {
        Lifetime ended = byRoute.isEmpty() ? null : byRoute.remove(route);
        if (ended != null) {
            timers.set(ended, Timed.NEVER);
        }
    }

    /** How long a route has left, in microseconds; null if it lives for ever. */
    Long left(RouteEntry route) {
        Lifetime lifetime = byRoute.get(route);
        return lifetime == null ? null : Math.max(0, lifetime.end - timers.now());
    }

    private void expire(Lifetime lifetime) {
        RouteEntry route = lifetime.route;
        if (byRoute.get(route) != lifetime || lifetime.deadline() != Timed.NEVER) {
            return; // renewed meanwhile
        }
        if (!lifetime.isAsked) {
            long renewal = lifetime.renewal;
            lifetime.isAsked =
                    route.owner()
                            .contact()
                            .decide(
                                    route,
                                    decision ->
                                            table.expire(
                                                    route,
                                                    () -> decide(lifetime, renewal, decision)));
            if (lifetime.isAsked) {
                timers.set(lifetime, timers.now() + answerTimeOf(lifetime));
                return;
            }
        }
        table.remove(route);
    }

    private static long answerTimeOf(Lifetime lifetime) {
        return lifetime.answerTime.toNanos() / 1_000;
    }

    private void decide(Lifetime lifetime, long renewal, ExpiryDecision decision) {
        if (byRoute.get(lifetime.route) != lifetime || lifetime.renewal != renewal) {
            return; // updated since it expired
        }
        if (decision == ExpiryDecision.KEEP) {
            end(lifetime.route);
        } else {
            table.remove(lifetime.route);
        }
    }
}

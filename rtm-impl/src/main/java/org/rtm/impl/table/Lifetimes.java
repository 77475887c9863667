package org.rtm.impl.table;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.rtm.api.ExpiryDecision;
import org.rtm.impl.time.Timed;
import org.rtm.impl.time.Timers;

/** The routes that live only for some time. Guarded by the table's lock. */
final class Lifetimes {
    private final Table table;
    private final Timers timers;
    private final Map<RouteEntry, Lifetime> byRoute = new HashMap<>();

    Lifetimes(Table table, Timers timers) {
        this.table = table;
        this.timers = timers;
    }

    private final class Lifetime extends Timed {
        private final RouteEntry route;
        private Duration answerTime;

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

    /**
     * When a route expires that lives so long from now; {@link Timed#NEVER} if that is for ever.
     */
    long end(Lifespan lifespan) {
        return lifespan.micros() == 0 ? Timed.NEVER : timers.now() + lifespan.micros();
    }

    /** Has a route expire at the end that its values name. */
    void renew(RouteEntry route, long end, Duration answerTime) {
        if (end == Timed.NEVER) {
            forget(route);
            return;
        }
        Lifetime lifetime = byRoute.computeIfAbsent(route, Lifetime::new);
        lifetime.answerTime = answerTime;
        lifetime.renewal++;
        lifetime.isAsked = false;
        timers.set(lifetime, end);
    }

    /** Forgets a route: it lives for ever, or lives no more. */
    void forget(RouteEntry route) {
        Lifetime ended = byRoute.isEmpty() ? null : byRoute.remove(route);
        if (ended != null) {
            timers.set(ended, Timed.NEVER);
        }
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
            lifetime.route.version().trySetEnd(Timed.NEVER);
            forget(lifetime.route);
        } else {
            table.remove(lifetime.route);
        }
    }
}

package org.rtm.impl.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rtm.api.EntityInfo;
import org.rtm.api.HandleKind;
import org.rtm.api.monitor.EntityStatus;

/** How a registration was at one moment. */
record RegistrationStatus(
        EntityInfo info,
        String bundle,
        Instant since,
        long routes,
        long routeLimit,
        long bestRoutes,
        long staleRoutes,
        long nextHops,
        Map<HandleKind, Long> handles,
        List<Integer> routeLists,
        boolean isBlockingMethods,
        long callbacks,
        long failedCallbacks,
        Optional<Duration> runningCallback,
        int waitingCallbacks,
        Optional<Duration> retentionLeft)
        implements EntityStatus {

    /**
     * How a registration is, or one that has ended.
     *
     * @param retentionLeft how long routes of one that has ended are retained
     */
    static EntityStatus of(Registration registration, Optional<Duration> retentionLeft) {
        return new RegistrationStatus(
                registration.info(),
                registration.bundle(),
                registration.since(),
                registration.owner().routes(),
                registration.routingTable().routeLimits().inEntity(),
                registration.owner().bestRoutes(),
                registration.owner().staleRoutes(),
                registration.owner().nextHops().size(),
                registration.handleCounts(),
                registration.lists().sizes(),
                registration.methods().gate().isBlocked(),
                registration.lane().done(),
                registration.lane().failed(),
                registration.lane().running(),
                registration.lane().waiting(),
                retentionLeft);
    }
}

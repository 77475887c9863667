package org.rtm.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.Logger;
import org.rtm.api.AddRouteOptions;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.ViewSet;

class TimerFailureTest {
    private static final Duration LONGEST_LOCK = Duration.ofSeconds(5);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2024-01-01T00:00:00Z"));
    private final Map<String, Throwable> errors = new HashMap<>();

    private Logger loggerWithoutWarnings(RuntimeException failure) {
        return (Logger)
                Proxy.newProxyInstance(
                        TimerFailureTest.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("warn")) {
                                throw failure;
                            }
                            if (method.getName().equals("error")) {
                                errors.put((String) arguments[0], (Throwable) arguments[1]);
                            }
                            return null;
                        });
    }

    @Test
    void a_timer_that_fails_is_logged_and_the_others_go_on() {
        RuntimeException failure = new IllegalStateException("the disk is full");
        NetAddress locked = NetAddress.parse("10.0.0.0/8");
        NetAddress expiring = NetAddress.parse("11.0.0.0/8");
        try (RoutingTables tables = new RoutingTables(now::get, loggerWithoutWarnings(failure))) {
            tables.configure(InstanceSettings.defaults(0));
            EntityRegistration rip =
                    tables.manager(0, "")
                            .register(EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1));
            rip.addRoute(locked, RouteInfo.via());
            rip.addRoute(
                    expiring,
                    RouteInfo.via(),
                    AddRouteOptions.NONE.timeToLive(LONGEST_LOCK.plusMillis(1)));
            try (DestInfo info =
                    rip.exactMatch(locked, ProtocolId.BEST, ViewSet.ANY).orElseThrow()) {
                info.destination().lock(LockMode.EXCLUSIVE);
            }

            now.updateAndGet(time -> time.plus(LONGEST_LOCK).plusSeconds(1));
            tables.callDue(); // the lock is taken away, which cannot be logged

            assertThat(errors).containsEntry("a timer failed", failure);
            assertThat(rip.exactMatch(expiring, ProtocolId.BEST, ViewSet.ANY)).isEmpty();
        }
    }
}

package org.rtm.webconsole;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;
import org.rtm.notify.Notifier;

/** The RTM without a framework, as the web console reads it. */
final class TestTables implements AutoCloseable {
    static final Logger LOG =
            (Logger)
                    Proxy.newProxyInstance(
                            TestTables.class.getClassLoader(),
                            new Class<?>[] {Logger.class},
                            (proxy, method, arguments) ->
                                    method.getReturnType() == boolean.class ? false : null);

    final TestClock clock = new TestClock();
    final RoutingTables rtm = new RoutingTables(clock, LOG);
    final Notifier notifier = new Notifier();
    final Tables tables = new Tables();
    final Observation observation = new Observation(tables, LOG, clock);

    TestTables() {
        try {
            rtm.configure(InstanceSettings.read(Map.of("instance", 0)));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
        tables.setMonitor(rtm);
        tables.addManager(rtm.manager(0, ""));
        tables.setNotifier(notifier);
        tables.setNotificationMonitor(notifier);
    }

    EntityRegistration register(ProtocolId protocol) {
        return rtm.manager(0, "").register(EntityInfo.of(AddressFamily.IPV4, protocol, 1));
    }

    /** Adds a route by a next hop on interface 3. */
    static void add(EntityRegistration owner, String prefix, String gateway) {
        try (NextHop nextHop = owner.addNextHop(NextHopInfo.of(gateway, 3)).handle()) {
            owner.addRoute(NetAddress.parse(prefix), RouteInfo.via().nextHops(List.of(nextHop)));
        }
    }

    @Override
    public void close() {
        try {
            observation.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        tables.close();
        rtm.close();
    }

    /** A clock that goes on only when told to. */
    static final class TestClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}

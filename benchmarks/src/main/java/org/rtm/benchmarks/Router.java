package org.rtm.benchmarks;

import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;
import org.rtm.shell.entity.ShellEntities;

/** An RTM without a framework around it, as its components make it: one instance, the defaults. */
final class Router implements AutoCloseable {
    private final RoutingTables tables;

    Router() {
        Logger silent =
                (Logger)
                        Proxy.newProxyInstance(
                                Router.class.getClassLoader(),
                                new Class<?>[] {Logger.class},
                                (proxy, method, arguments) -> null);
        tables = new RoutingTables(InstantSource.system(), silent).start();
        tables.configure(InstanceSettings.defaults(0));
    }

    /** Registers an entity, a static protocol of this number. */
    EntityRegistration register(AddressFamily family, int number) {
        return register(family, number, EntityOptions.NONE);
    }

    EntityRegistration register(AddressFamily family, int number, EntityOptions options) {
        return tables.manager(0, "")
                .register(EntityInfo.of(family, ProtocolId.NT_STATIC, number), options);
    }

    /** The registrations of the shell's commands. */
    ShellEntities shell() {
        ShellEntities entities = new ShellEntities();
        entities.setMonitor(tables);
        entities.addManager(tables.manager(0, ""));
        return entities;
    }

    /** All that the RTM holds on to is reachable from here. */
    Object memory() {
        return tables;
    }

    /** Has an entity add a route to each prefix, all by the same next hop. */
    static void addRoutes(EntityRegistration entity, List<Prefix> prefixes) {
        String gateway =
                prefixes.get(0).family() == AddressFamily.IPV4 ? "192.0.2.1" : "2001:db8::1";
        try (NextHop nextHop = entity.addNextHop(NextHopInfo.of(gateway, 1)).handle()) {
            RouteInfo info = RouteInfo.via(nextHop).metric(1);
            for (Prefix prefix : prefixes) {
                entity.addRoute(prefix.toNetAddress(), info);
            }
        }
    }

    @Override
    public void close() {
        tables.close();
    }
}

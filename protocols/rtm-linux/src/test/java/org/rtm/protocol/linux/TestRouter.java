package org.rtm.protocol.linux;

import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeNotifier;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;
import org.rtm.notify.Notifier;

/** The real routing table and notifier, with one protocol that has routes. */
final class TestRouter implements AutoCloseable {
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final RoutingTables tables = new RoutingTables(InstantSource.system(), log());
    private final Notifier notifier = new Notifier();
    private final EntityRegistration statics;

    TestRouter(AddressFamily family) {
        try {
            tables.configure(InstanceSettings.read(Map.of("instance", 0)));
        } catch (InstanceSettings.WrongValue e) {
            throw new AssertionError(e);
        }
        statics = register(family, ProtocolId.NT_STATIC);
    }

    Optional<RoutingTableManager> manager() {
        return Optional.of(tables.manager(0, ""));
    }

    Optional<ChangeNotifier> notifier() {
        return Optional.of(notifier);
    }

    EntityRegistration register(AddressFamily family, ProtocolId protocol) {
        return tables.manager(0, "").register(EntityInfo.of(family, protocol, 1));
    }

    /** Warnings and errors that were logged, each with its values. */
    List<String> logged() {
        return logged;
    }

    /** A logger that keeps what is said to operators. */
    Logger log() {
        return (Logger)
                Proxy.newProxyInstance(
                        TestRouter.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("warn")
                                    || method.getName().equals("error")) {
                                logged.add(text(arguments));
                            }
                            return null;
                        });
    }

    private static String text(Object[] arguments) {
        String text = arguments[0].toString();
        Object[] values =
                arguments.length == 2 && arguments[1] instanceof Object[] several
                        ? several
                        : List.of(arguments).subList(1, arguments.length).toArray();
        for (Object value : values) {
            text = text.replaceFirst("\\{}", value.toString());
        }
        return text;
    }

    NextHop hop(String address, int interfaceIndex) {
        return statics.addNextHop(NextHopInfo.of(address, interfaceIndex)).handle();
    }

    NextHop remote(String address) {
        return statics.addNextHop(NextHopInfo.of(address, 0).flags(NextHopFlags.REMOTE)).handle();
    }

    /** Adds a route, or changes the one that there is. */
    void put(String prefix, RouteInfo info) {
        NetAddress destination = NetAddress.parse(prefix);
        Optional<Route> known =
                statics.exactMatchRoute(destination, RouteCriteria.NONE, ViewSet.UNICAST);
        if (known.isPresent()) {
            known.get().update(info);
            known.get().close();
        } else {
            statics.addRoute(destination, info).handle().close();
        }
    }

    void delete(String prefix) {
        statics.exactMatchRoute(NetAddress.parse(prefix), RouteCriteria.NONE, ViewSet.UNICAST)
                .orElseThrow()
                .delete();
    }

    @Override
    public void close() {
        tables.close();
    }
}

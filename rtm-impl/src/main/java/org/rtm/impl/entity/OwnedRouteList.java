package org.rtm.impl.entity;

import java.util.Collection;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rtm.api.HandleKind;
import org.rtm.api.Route;
import org.rtm.api.RouteList;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.impl.table.RouteEntry;

/** A list of an entity's own routes. */
final class OwnedRouteList implements RouteList {
    private final Registration registration;
    private final AtomicBoolean deleted = new AtomicBoolean();

    /** The routes by the number of their insertion; changed by {@link RouteLists} alone. */
    private final ConcurrentNavigableMap<Long, RouteEntry> routes = new ConcurrentSkipListMap<>();

    OwnedRouteList(Registration registration) {
        this.registration = registration;
        registration.requireOpen();
        registration.opened(this, HandleKind.ROUTE_LIST);
        registration.lists().add(this);
    }

    Registration registration() {
        return registration;
    }

    ConcurrentNavigableMap<Long, RouteEntry> routes() {
        return routes;
    }

    void requireThere() {
        registration.requireOpen();
        if (deleted.get()) {
            throw RtmStatus.INVALID_HANDLE.because("the route list was deleted before");
        }
    }

    @Override
    public void insert(Collection<? extends Route> inserted) {
        requireThere();
        registration.lists().move(registration.ownRoutes(inserted), this);
    }

    @Override
    public TableEnumeration<Route> enumerate() {
        requireThere();
        return new RouteListEnumeration(registration, this).counted();
    }

    /** Names this for operators. */
    @Override
    public String toString() {
        return "route list of " + routes.size();
    }

    @Override
    public void close() {
        if (registration.hasEnded()) {
            return;
        }
        if (!deleted.compareAndSet(false, true)) {
            requireThere();
        }
        registration.lists().remove(this);
        registration.closed(this, HandleKind.ROUTE_LIST);
    }
}

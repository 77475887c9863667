package org.rtm.impl.entity;

import org.rtm.api.AddRouteOptions;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.Resolution;
import org.rtm.api.Route;
import org.rtm.api.RouteChange;
import org.rtm.api.RouteInfo;
import org.rtm.api.RouteLock;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.impl.table.RouteEntry;
import org.rtm.impl.table.RouteResult;

/** A handle to a route. */
final class RouteHandle extends AbstractHandle<Route> implements Route {
    private final RouteEntry entry;

    RouteHandle(Registration registration, RouteEntry entry) {
        super(registration);
        this.entry = entry;
    }

    @Override
    RouteEntry target() {
        return entry;
    }

    @Override
    public HandleKind kind() {
        return HandleKind.ROUTE;
    }

    @Override
    public NetAddress destinationAddress() {
        return entry.destination().address();
    }

    @Override
    public Route reference() {
        requireUsable();
        return new RouteHandle(registration(), entry).counted(RouteHandle.class);
    }

    @Override
    public RouteSnapshot info() {
        requireUsable();
        return new OwnedRouteSnapshot(registration(), entry).counted(OwnedRouteSnapshot.class);
    }

    @Override
    public ViewSet bestInViews() {
        requireUsable();
        return ViewSet.ofMask(entry.destination().state().bestViews(entry));
    }

    @Override
    public Resolution resolve(int viewId) {
        requireUsable();
        return registration().resolve(entry, viewId);
    }

    @Override
    public RouteChange update(RouteInfo info, AddRouteOptions options) {
        requireUsable();
        registration().input().requireNoMode(options, "handle", entry);
        registration().requireOwner(entry.owner(), this);
        RouteResult result =
                registration()
                        .routingTable()
                        .update(
                                registration().owner(),
                                entry,
                                registration().input().values(info),
                                registration().input().lifespan(options));
        registration().enlist(entry, options);
        return registration().change(result);
    }

    @Override
    public boolean delete() {
        requireUsable();
        boolean bestChanged = registration().routingTable().delete(registration().owner(), entry);
        if (tryConsume()) {
            registration().closed(this, kind());
        }
        return bestChanged;
    }

    @Override
    public RouteLock lock(LockMode mode) {
        requireUsable();
        registration().requireOwner(entry.owner(), this);
        OwnedRouteLock lock = new OwnedRouteLock(registration(), entry, mode);
        if (entry.isDeleted()) {
            lock.close();
            throw RtmStatus.NOT_FOUND.because("the route to %s was deleted", entry.destination());
        }
        return lock;
    }

    @Override
    public String toString() {
        return "route to " + entry.destination();
    }
}

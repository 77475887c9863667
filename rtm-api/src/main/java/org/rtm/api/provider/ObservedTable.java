package org.rtm.api.provider;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmException;
import org.rtm.api.ViewSet;

/** A table as its observers see it. */
@ProviderType
public interface ObservedTable {
    /**
     * Returns how many registrations for changes the table may have.
     *
     * @return the configured number
     */
    int maxChangeRegistrations();

    /**
     * Tells an observer of every change from now on. Without effect for one that is attached
     * already. When this returns, no change that the observer was not told of is still under way.
     *
     * @param observer the observer
     */
    void attach(TableObserver observer);

    /**
     * Tells an observer of nothing more. Without effect for one that is not attached. When this
     * returns, no call to the observer is still under way, unless this is called from within one.
     *
     * @param observer the observer
     */
    void detach(TableObserver observer);

    /**
     * Returns the key of a prefix.
     *
     * @param address the prefix
     * @return the key, whether or not there is a destination
     * @throws RtmException {@code INVALID_PARAMETER} if the prefix is of another address family
     */
    ObservedDestination destination(NetAddress address);

    /**
     * Walks the destinations that have a route, in order.
     *
     * @param after the last one that was seen; empty to start
     * @param views only those in one of these views
     * @param most how many at the most
     * @return the next ones; none at the end
     */
    List<ObservedDestination> destinations(
            Optional<ObservedDestination> after, ViewSet views, int most);
}

package org.rtm.api.provider;

import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.ViewSet;

/**
 * Learns of every change of a table, one at a time and in order, from {@link ObservedTable#attach}
 * until {@link ObservedTable#detach}.
 *
 * <p>Called within the change, before the call that made it returns, with the table's writers shut
 * out: it has to be quick, to call nothing of the table, and to leave client code to a lane. One
 * that throws is logged, and the change stands.
 */
@ProviderType
public interface TableObserver {
    /**
     * A destination changed. At least one of the sets is not empty, and {@code all} contains the
     * others.
     *
     * @param destination the destination
     * @param all the views in which anything about its routes changed
     * @param best the views in which the best route is another one, or its preference, metric, next
     *     hops or flags changed
     * @param forwarding those of {@code best} where not only flags that do not decide about
     *     forwarding changed
     * @param withdrawn those of {@code best} that had a best route and now have none
     */
    void changed(
            ObservedDestination destination,
            ViewSet all,
            ViewSet best,
            ViewSet forwarding,
            ViewSet withdrawn);
}

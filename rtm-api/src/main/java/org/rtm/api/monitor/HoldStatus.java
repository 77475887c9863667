package org.rtm.api.monitor;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.EntityInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.ViewSet;

/** A hold-down that goes on, or the mark for one that is to come. */
@ProviderType
public interface HoldStatus {
    /**
     * Returns the destination.
     *
     * @return the prefix
     */
    NetAddress destination();

    /**
     * Returns the views that it is for.
     *
     * @return one for a hold that goes on; for a mark, those that it is still good for
     */
    ViewSet views();

    /**
     * Says whether the hold has begun.
     *
     * @return false for a mark
     */
    boolean isRunning();

    /**
     * Returns how long the hold goes on, or is going to.
     *
     * @return what is left of it; of a mark, all of it
     */
    Duration time();

    /**
     * Tells whose route is held.
     *
     * @return the owner of the last route; empty for a mark
     */
    Optional<EntityInfo> owner();
}

package org.rtm.api.monitor;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.EntityInfo;
import org.rtm.api.LockMode;

/** A lock that is held. */
@ProviderType
public interface LockStatus {
    /**
     * Tells who holds it.
     *
     * @return the entity
     */
    EntityInfo holder();

    /**
     * Returns how it is locked.
     *
     * @return the mode
     */
    LockMode mode();

    /**
     * Names what is locked.
     *
     * @return the prefix of a destination, with which its routes are locked, or a next hop
     */
    String target();

    /**
     * Returns when the lock is taken away at the latest.
     *
     * @return what is left of its time
     */
    Duration left();
}

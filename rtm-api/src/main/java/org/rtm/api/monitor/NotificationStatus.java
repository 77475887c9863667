package org.rtm.api.monitor;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.EntityInfo;
import org.rtm.api.notify.ChangeRequest;

/** How a registration for changes was at one moment. */
@ProviderType
public interface NotificationStatus {
    /**
     * Tells whose registration it is.
     *
     * @return the entity
     */
    EntityInfo entity();

    /**
     * Returns what was asked for.
     *
     * @return the request, without its context
     */
    ChangeRequest request();

    /**
     * Returns how many destinations are pending.
     *
     * @return the number
     */
    long pending();

    /**
     * Returns since when the oldest change has been pending.
     *
     * @return how long it has waited; empty if nothing is pending
     */
    Optional<Duration> oldest();

    /**
     * Returns how often the client was signalled.
     *
     * @return the number
     */
    long signals();

    /**
     * Returns how many destinations the client fetched.
     *
     * @return the number
     */
    long fetched();
}

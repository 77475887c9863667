package org.rtm.api.monitor;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells operators who is told of changes, and how far behind they are: a service of the notifier.
 */
@ProviderType
public interface NotificationMonitor {
    /**
     * Returns the registrations for changes.
     *
     * @return a snapshot by instance, address family and entity, unmodifiable
     */
    List<NotificationStatus> registrations();
}

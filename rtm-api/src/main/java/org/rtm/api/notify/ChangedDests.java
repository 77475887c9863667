package org.rtm.api.notify;

import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;

/** Destinations that changed, with what they are now. */
@ProviderType
public interface ChangedDests extends Batch<DestInfo> {
    /**
     * Says whether the resync that was asked for is complete with this batch. True in one batch of
     * the registration, or in none if no resync was asked for.
     *
     * @return true if every destination that was present has been fetched
     */
    boolean isResyncComplete();
}

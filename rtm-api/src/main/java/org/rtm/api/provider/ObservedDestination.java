package org.rtm.api.provider;

import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.NetAddress;

/**
 * A destination as an observer may keep it: a key, equal to every other one of the same table with
 * the same prefix, whether or not the destination exists.
 */
@ProviderType
public interface ObservedDestination {
    /**
     * Returns the prefix.
     *
     * @return the prefix
     */
    NetAddress address();
}

package org.rtm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What adding a next hop did (RTM_NEXTHOP_CHANGE_FLAGS). Holds nothing that is to be given back.
 */
@ProviderType
public interface NextHopChange {
    /** The flag for a next hop that was created (RTM_NEXTHOP_CHANGE_NEW). */
    int NEW = 0x01;

    /**
     * Says whether a next hop was created (RTM_NEXTHOP_CHANGE_NEW).
     *
     * @return false if an existing one was updated
     */
    boolean isNew();

    /**
     * Returns the answer as RTMv2 has it.
     *
     * @return {@link #NEW} or 0
     */
    default int flags() {
        return isNew() ? NEW : 0;
    }

    /**
     * Makes a handle to the next hop (the output NextHopHandle).
     *
     * @return a new handle with each call, owned by the caller
     * @throws RtmException {@code INVALID_HANDLE} if the registration has ended
     */
    NextHop handle();
}

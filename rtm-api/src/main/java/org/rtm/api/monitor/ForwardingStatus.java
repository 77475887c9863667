package org.rtm.api.monitor;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** How a destination's best route fared at one moment, on its way to what forwards packets. */
@ProviderType
public interface ForwardingStatus {
    /** Where it is on its way. */
    enum State {
        /** Its turn has not come yet, or the answer has not. */
        QUEUED,
        /** The forwarder has it. */
        INSTALLED,
        /** The forwarder does not have it. */
        REJECTED
    }

    /**
     * Returns where it is on its way.
     *
     * @return the state
     */
    State state();

    /**
     * Tells why the forwarder does not have it.
     *
     * @return the reason, in the forwarder's words; empty unless it was rejected
     */
    Optional<String> reason();
}

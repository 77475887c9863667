package org.rtm.api.monitor;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Tells operators how the RTM is: a service, for all instances. */
@ProviderType
public interface RtmMonitor {
    /**
     * Returns the instances that run, or that would run if their configuration were valid.
     *
     * @return a snapshot by number, unmodifiable
     */
    List<InstanceStatus> instances();
}

package org.rtm.api.monitor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** How an instance was at one moment. */
@ProviderType
public interface InstanceStatus {
    /**
     * Returns the number of the instance.
     *
     * @return 0 to 65535
     */
    int instance();

    /**
     * Returns why the newest configuration was refused.
     *
     * @return the reason; empty if it was taken, or there is none
     */
    Optional<String> refusal();

    /**
     * Returns the configuration that the instance runs on.
     *
     * @return values by the name of the property, in the order of their description; empty if no
     *     configuration was ever valid
     */
    Map<String, String> configuration();

    /**
     * Returns the tables of the instance.
     *
     * @return one for each address family; none if no configuration was ever valid
     */
    List<TableStatus> tables();
}

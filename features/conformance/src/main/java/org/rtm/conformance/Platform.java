package org.rtm.conformance;

import java.util.Map;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.notify.ChangeNotifier;

/**
 * Where the tests find an RTM. The one that is there is found by {@link java.util.ServiceLoader}.
 */
public interface Platform {
    /** Starts an instance with a configuration as an operator writes it. */
    RoutingTableManager start(int instance, Map<String, ?> properties) throws Exception;

    /**
     * Gives an instance a configuration that is refused.
     *
     * @return any service there is; that the configuration was refused may show a little later
     */
    RoutingTableManager startRefused(int instance, Map<String, ?> properties) throws Exception;

    /** Removes an instance from the configuration. */
    void stop(int instance) throws Exception;

    /** The notifier, for tests with the tag {@link Router#NOTIFICATION}. */
    ChangeNotifier notifier() throws Exception;
}

package org.rtm.api.monitor;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;

/** Tells operators how the RTM is: a service, for all instances. */
@ProviderType
public interface RtmMonitor {
    /**
     * Returns the instances that run, or that would run if their configuration were valid.
     *
     * @return a snapshot by number, unmodifiable
     */
    List<InstanceStatus> instances();

    /**
     * Returns the hold-downs of a table, and the marks for those to come. Waits for the table's
     * writers, as {@link #locks} does.
     *
     * @param instance the instance
     * @param family the address family
     * @return by destination, those that go on first, unmodifiable; none where there is no such
     *     table
     */
    List<HoldStatus> holds(int instance, AddressFamily family);

    /**
     * Returns the locks that are held in a table.
     *
     * @param instance the instance
     * @param family the address family
     * @return the one that is taken away first first, unmodifiable; none where there is no such
     *     table
     */
    List<LockStatus> locks(int instance, AddressFamily family);

    /**
     * Walks a table and looks for what cannot be in one that works: destinations or routes that are
     * out of order or not found where they are, and counts that are not those of what is there.
     * Writers go on meanwhile.
     *
     * @param instance the instance
     * @param family the address family
     * @param most how many destinations to walk at the most
     * @return what was found; empty where there is no such table
     */
    Optional<TableCheck> check(int instance, AddressFamily family, int most);

    /**
     * Returns handles that an entity has not given back, of those that it was handed while the
     * instance is configured to track handles. Those that the RTM counts and does not track: {@link
     * org.rtm.api.HandleKind#CHANGE_REGISTRATION} and {@link org.rtm.api.HandleKind#TRACKING}.
     *
     * @param entity the entity, with its instance
     * @param most how many at the most
     * @return the oldest first, unmodifiable; none for one that is not registered
     */
    List<HandleStatus> openHandles(EntityInfo entity, int most);
}

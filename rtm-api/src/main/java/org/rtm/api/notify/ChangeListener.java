package org.rtm.api.notify;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told that changes are pending (the event RTM_CHANGE_NOTIFICATION). */
@ConsumerType
@FunctionalInterface
public interface ChangeListener {
    /** The number that RTMv2 gives to {@link #changed} (RTM_EVENT_TYPE). */
    int CHANGE_NOTIFICATION = 3;

    /**
     * Changes are pending. Called whenever a change was recorded after the last call began: no
     * change is left unsignalled, and a burst is one call. Comes on the entity's lane, one at a
     * time with its other call-backs, with no lock held.
     *
     * @param changes where to fetch them
     */
    void changed(ChangeRegistration changes);
}

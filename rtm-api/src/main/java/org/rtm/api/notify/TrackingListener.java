package org.rtm.api.notify;

import org.osgi.annotation.versioning.ConsumerType;
import org.rtm.api.Resolution;

/** Is told when the way to a tracked address changes. Beyond RTMv2. */
@ConsumerType
@FunctionalInterface
public interface TrackingListener {
    /**
     * The way to the address is another one. Changes in quick succession may come as one, but a
     * withdrawal is never hidden by what follows it: {@code interrupted} tells. Comes on the
     * entity's lane, with no lock held.
     *
     * @param resolution the answer that holds now
     * @param interrupted whether a destination that the way led through had no best route at some
     *     time since the last call, even if it has one again; false in the first
     */
    void resolved(Resolution resolution, boolean interrupted);
}

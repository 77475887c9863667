package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.AddressFamily;
import org.rtm.api.monitor.LockStatus;

/**
 * What is locked.
 *
 * @param locks the locks, by table
 */
public record Locks(List<TableLock> locks) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Locks {
        locks = new ArrayList<>(locks);
    }

    /**
     * One of them.
     *
     * @param instance the instance
     * @param family the address family
     * @param lock the lock
     */
    public record TableLock(int instance, AddressFamily family, LockStatus lock) {}
}

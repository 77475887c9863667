package org.rtm.impl.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.rtm.api.RtmStatus;

/**
 * Which destinations and next hops are locked, and what waits for it to end. Guarded by the table's
 * lock.
 */
final class Locks {
    private final Map<Object, List<Lease>> leases = new HashMap<>();
    private final Map<Object, List<Runnable>> postponed = new HashMap<>();

    boolean areNone() {
        return leases.isEmpty();
    }

    /** Whether something is locked; null, which stands for what does not exist, never is. */
    boolean isLocked(Object target) {
        return !leases.isEmpty() && leases.containsKey(target);
    }

    /** Whether a lock has to wait for those that there are. */
    boolean conflict(Lease wanted) {
        boolean conflict = false;
        for (Lease other : leases.getOrDefault(wanted.target(), List.of())) {
            if (wanted.isExclusive() || other.isExclusive()) {
                if (other.holder() == wanted.holder()) {
                    throw RtmStatus.POSSIBLE_DEADLOCK.because(
                            "%s asks for a lock on %s that would wait for the %s",
                            wanted.holder().info().name(), wanted.target(), other);
                }
                conflict = true;
            }
        }
        return conflict;
    }

    void grant(Lease lease) {
        leases.computeIfAbsent(lease.target(), absent -> new ArrayList<>()).add(lease);
    }

    /** Ends a lock, and does what waited for the last one on its target. */
    void end(Lease lease) {
        lease.end();
        List<Lease> left = leases.get(lease.target());
        left.remove(lease);
        if (left.isEmpty()) {
            leases.remove(lease.target());
            List<Runnable> now = postponed.remove(lease.target());
            if (now != null) {
                now.forEach(Runnable::run);
            }
        }
    }

    Stream<Lease> all() {
        return leases.values().stream().flatMap(List::stream);
    }

    List<Lease> of(Owner holder) {
        return all().filter(lease -> lease.holder() == holder).toList();
    }

    /**
     * Does something that the RTM itself has to do: now, or when the locks on the target have
     * ended.
     */
    void whenFree(Object target, Runnable action) {
        if (isLocked(target)) {
            postponed.computeIfAbsent(target, absent -> new ArrayList<>()).add(action);
        } else {
            action.run();
        }
    }
}

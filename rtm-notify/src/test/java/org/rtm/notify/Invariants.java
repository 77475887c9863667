package org.rtm.notify;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What must hold whatever the threads do to each other. The first thing that does not is remembered
 * and ends the run: all that comes after may follow from it.
 */
final class Invariants {
    private final long seed;
    private final AtomicReference<AssertionError> broken = new AtomicReference<>();

    Invariants(long seed) {
        this.seed = seed;
    }

    void requireEqual(String invariant, Object where, Object expected, Object seen) {
        if (!Objects.equals(expected, seen)) {
            throw broken(invariant, where, "expected %s, saw %s".formatted(expected, seen), null);
        }
    }

    void require(boolean holds, String invariant, Object where, Object expected, Object seen) {
        if (!holds) {
            throw broken(invariant, where, "expected %s, saw %s".formatted(expected, seen), null);
        }
    }

    /** Notes what a thread failed with. */
    void failed(String who, Throwable failure) {
        if (!areBroken()) {
            broken("no call fails because of what others do", who, failure.toString(), failure);
        }
    }

    private AssertionError broken(String invariant, Object where, String what, Throwable cause) {
        AssertionError error =
                new AssertionError(
                        "%s: %s: %s (-Drtm.stress.seed=%d)".formatted(invariant, where, what, seed),
                        cause);
        broken.compareAndSet(null, error);
        return error;
    }

    boolean areBroken() {
        return broken.get() != null;
    }

    void assertHeld() {
        if (areBroken()) {
            throw broken.get();
        }
    }
}

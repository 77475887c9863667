package org.rtm.impl.table;

import org.rtm.api.RtmStatus;
import org.rtm.impl.time.Timed;

/** A lock on a destination or a next hop, for a bounded time. */
public final class Lease extends Timed {
    private final WriteTurn turn;
    private final Owner holder;
    private final Object target;
    private final boolean exclusive;
    private final Runnable ended;

    /** Written under the table's lock. */
    private volatile boolean held = true;

    Lease(WriteTurn turn, Owner holder, Object target, boolean exclusive, Runnable ended) {
        this.turn = turn;
        this.holder = holder;
        this.target = target;
        this.exclusive = exclusive;
        this.ended = ended;
    }

    public Owner holder() {
        return holder;
    }

    public Object target() {
        return target;
    }

    public boolean isExclusive() {
        return exclusive;
    }

    /** Whether it is neither given back nor taken away. */
    boolean isHeld() {
        return held;
    }

    public void requireHeld() {
        if (!held) {
            throw RtmStatus.INVALID_HANDLE.because("the %s was given back or taken away", this);
        }
    }

    public void requireExclusive() {
        if (!exclusive) {
            throw RtmStatus.ACCESS_DENIED.because(
                    "the %s lets nothing be changed; only an exclusive one does", this);
        }
    }

    void end() {
        held = false;
        ended.run();
    }

    @Override
    protected void due() {
        turn.takeAway(this);
    }

    @Override
    public String toString() {
        return (exclusive ? "exclusive" : "shared")
                + " lock of "
                + holder.info().name()
                + " on "
                + target;
    }
}

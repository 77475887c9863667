package org.rtm.notify;

import java.util.concurrent.atomic.AtomicReference;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.provider.RegisteredEntity;

/** How long something that the notifier does for an entity lasts. */
final class Term {
    /** Why it ended. */
    enum End {
        CLOSED,
        ENTITY_ENDED,
        NOTIFIER_STOPPED
    }

    private final RegisteredEntity entity;
    private final String what;
    private final Runnable whenEnded;
    private final AtomicReference<End> end = new AtomicReference<>();

    /** Takes back what the entity was given to run when it ends. */
    private volatile Runnable forgetEnd = () -> {};

    /**
     * Makes a term that has not started.
     *
     * @param what for messages: what it is that lasts
     * @param whenEnded what to do at the end, which comes once
     */
    Term(RegisteredEntity entity, String what, Runnable whenEnded) {
        this.entity = entity;
        this.what = what;
        this.whenEnded = whenEnded;
    }

    /**
     * Starts: from here on this ends with its entity.
     *
     * @throws RtmException {@code INVALID_HANDLE} if the entity ended meanwhile
     */
    void start() {
        forgetEnd = entity.onEnd(() -> end(End.ENTITY_ENDED));
        if (hasEnded()) {
            forgetEnd.run();
        }
        entity.requireOpen();
    }

    boolean hasEnded() {
        return end.get() != null;
    }

    void requireOpen() {
        entity.requireOpen();
        End reason = end.get();
        if (reason != null) {
            throw RtmStatus.INVALID_HANDLE.because(
                    reason == End.CLOSED
                            ? "the %s was closed"
                            : "the notifier of the %s has stopped",
                    what);
        }
    }

    static boolean isOpen(RegisteredEntity entity) {
        try {
            entity.requireOpen();
            return true;
        } catch (RtmException ended) {
            return false;
        }
    }

    /** Ends for its client, who does so once. */
    void close() {
        if (!end(End.CLOSED) && end.get() == End.CLOSED && isOpen(entity)) {
            throw RtmStatus.INVALID_HANDLE.because("the %s was closed before", what);
        }
    }

    /**
     * Ends, if it has not ended yet.
     *
     * @return false if it has
     */
    boolean end(End reason) {
        if (!end.compareAndSet(null, reason)) {
            return false;
        }
        if (reason != End.ENTITY_ENDED) {
            forgetEnd.run();
        }
        whenEnded.run();
        return true;
    }
}

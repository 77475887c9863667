package org.rtm.notify.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.rtm.api.provider.RegisteredEntity;

/**
 * The lane of an entity that stands still until the test lets it go on: so it is certain what one
 * signal stands for.
 */
final class StoppedLane {
    private final Semaphore stopped = new Semaphore(0);
    private final Semaphore goOn = new Semaphore(0);
    private volatile Object at;
    private volatile boolean freed;
    private RegisteredEntity entity;

    /** Stops the lane of an entity that has just registered. */
    void stop(RegisteredEntity registered) {
        entity = registered;
        entity.submit(() -> waitAt(entity));
        awaitStop();
    }

    /** Lets a call-back wait until the lane is to run on. Called on the lane. */
    void waitInCallBack() {
        waitAt(this);
    }

    private void waitAt(Object place) {
        if (!freed) {
            at = place;
            stopped.release();
            goOn.acquireUninterruptibly();
        }
    }

    private void awaitStop() {
        try {
            assertThat(stopped.tryAcquire(30, TimeUnit.SECONDS)).as("the lane stops").isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the call-backs that wait now, up to one that waits itself; the one that did goes on. */
    void run() {
        Object end = new Object();
        entity.submit(() -> waitAt(end));
        do {
            goOn.release();
            awaitStop();
        } while (at != end && at != this);
    }

    /** Lets the lane run by itself from now on. */
    void free() {
        freed = true;
        goOn.release();
    }
}

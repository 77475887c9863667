package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A call on a thread of its own, for tests of what waits.
 *
 * @param <T> what it returns
 */
final class Call<T> {
    private static final int LONGEST_SECONDS = 20;

    private final FutureTask<T> task;
    private final Thread thread;

    private Call(Callable<T> call) {
        this.task = new FutureTask<>(call);
        this.thread = new Thread(task, "call");
        thread.setDaemon(true);
    }

    static <T> Call<T> begin(Callable<T> call) {
        Call<T> begun = new Call<>(call);
        begun.thread.start();
        return begun;
    }

    static Call<Void> begin(Runnable call) {
        return begin(
                () -> {
                    call.run();
                    return null;
                });
    }

    /** Returns when the call waits for something. */
    Call<T> untilItWaits() {
        Router.await("the call waits", () -> isWaiting() || task.isDone());
        assertThat(task.isDone()).as("the call has returned and did not wait").isFalse();
        return this;
    }

    private boolean isWaiting() {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            default -> false;
        };
    }

    boolean isDone() {
        return task.isDone();
    }

    /** What the call returned, or threw, once it did. */
    T result() {
        try {
            return task.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError("the call did not return", e);
        }
    }
}

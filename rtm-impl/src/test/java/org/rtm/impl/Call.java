package org.rtm.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A call on a thread of its own, for tests of what waits.
 *
 * @param <T> what it returns
 */
public final class Call<T> {
    private static final int LONGEST_WAIT_SECONDS = 20;

    private final FutureTask<T> task;
    private final Thread thread;

    private Call(Callable<T> call) {
        this.task = new FutureTask<>(call);
        this.thread = new Thread(task, "call");
        thread.setDaemon(true);
    }

    /** Begins a call. */
    public static <T> Call<T> begin(Callable<T> call) {
        Call<T> begun = new Call<>(call);
        begun.thread.start();
        return begun;
    }

    /** Begins a call, and returns when it waits. */
    public static <T> Call<T> thatWaits(Callable<T> call) {
        Call<T> begun = begin(call);
        await(() -> begun.isWaiting() || begun.task.isDone());
        assertThat(begun.isWaiting()).as("the call waits").isTrue();
        return begun;
    }

    public boolean isWaiting() {
        return thread.getState() == Thread.State.WAITING && !task.isDone();
    }

    /** What the call returned, or threw, once it did. */
    public T result() throws Throwable {
        try {
            return task.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    /** Waits for what other threads make true. */
    public static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(end - System.nanoTime()).as("nanoseconds left to wait").isPositive();
            Thread.onSpinWait();
        }
    }
}

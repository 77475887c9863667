package org.rtm.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.rtm.api.Entity;
import org.rtm.api.EntityListener;

/** Remembers what an entity was told of others and of its own end. */
public final class RecordingListener implements EntityListener {
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(10);

    private final List<String> heard = new ArrayList<>();

    @Override
    public void entityRegistered(Entity entity) {
        hear("+" + entity.info().name());
    }

    @Override
    public void entityDeregistered(Entity entity) {
        hear("-" + entity.info().name());
    }

    @Override
    public void registrationEnded(String reason) {
        hear("end: " + reason);
    }

    public synchronized void hear(String event) {
        heard.add(event);
        notifyAll();
    }

    public synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    /** Waits until an event was heard. */
    public synchronized void await(String event) {
        long end = System.nanoTime() + LONGEST_WAIT;
        while (!heard.contains(event) && System.nanoTime() < end) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        assertThat(heard).contains(event);
    }
}

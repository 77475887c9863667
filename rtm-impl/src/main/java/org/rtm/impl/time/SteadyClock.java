package org.rtm.impl.time;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of day when this was made, and from then on the time that has passed: setting the
 * machine's clock makes nothing early or late.
 */
public final class SteadyClock implements InstantSource {
    private final Instant start = Instant.now();
    private final long began = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - began);
    }
}

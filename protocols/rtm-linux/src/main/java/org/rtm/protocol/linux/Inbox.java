package org.rtm.protocol.linux;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What others want a thread to do, in the order of its coming. What comes again on the same subject
 * before the thread has got to it takes the place of what came before, so however often others
 * call, there is no more in it than there are subjects.
 */
final class Inbox {
    private final Map<Object, Runnable> waiting = new LinkedHashMap<>();

    /** Has something done by the thread. */
    synchronized void put(Object subject, Runnable what) {
        waiting.put(subject, what);
        notifyAll();
    }

    /** Takes what came first, and waits for it if there is nothing; empty if nothing comes. */
    synchronized Optional<Runnable> poll(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; waiting.isEmpty() && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        Iterator<Runnable> next = waiting.values().iterator();
        if (!next.hasNext()) {
            return Optional.empty();
        }
        Runnable what = next.next();
        next.remove();
        return Optional.of(what);
    }
}

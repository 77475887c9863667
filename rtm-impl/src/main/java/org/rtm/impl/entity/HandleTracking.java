package org.rtm.impl.entity;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rtm.api.HandleKind;
import org.rtm.api.monitor.HandleStatus;

/**
 * Where the handles of a registration were taken that are not given back. It keeps what holds them,
 * so that a leak is seen also where the client has lost it, and therefore not without end.
 */
final class HandleTracking {
    /** Whoever has lost more than this finds the reason in the first ones. */
    private static final int MOST = 100_000;

    private static final String OWN_CLASSES = "org.rtm.impl.";

    private final Map<Key, Taken> taken = new ConcurrentHashMap<>();

    /** Compared by identity: two handles are equal when they refer to the same object. */
    private static final class Key {
        private final Object holder;
        private final HandleKind kind;

        Key(Object holder, HandleKind kind) {
            this.holder = holder;
            this.kind = kind;
        }

        @Override
        public boolean equals(Object object) {
            return object instanceof Key other && holder == other.holder && kind == other.kind;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(holder) * 31 + kind.ordinal();
        }
    }

    private record Taken(int count, Instant since, Throwable stack) {
        Taken counted(int newCount) {
            return new Taken(newCount, since, stack);
        }
    }

    private record Open(
            HandleKind kind,
            int count,
            String target,
            Instant since,
            List<StackTraceElement> takenAt)
            implements HandleStatus {}

    /** Notes a handle, or one more of a kind in the same information. */
    void opened(Object holder, HandleKind kind, Instant now) {
        if (taken.size() < MOST) {
            taken.merge(
                    new Key(holder, kind),
                    new Taken(1, now, new Throwable()),
                    (first, another) -> first.counted(first.count + 1));
        }
    }

    /** One handle of an information has become an object of its own, which may be given back. */
    void moved(Object holder, HandleKind kind, Object handle) {
        if (taken.isEmpty()) {
            return;
        }
        Taken first = taken.get(new Key(holder, kind));
        if (first != null) {
            taken.put(new Key(handle, kind), first.counted(1));
            closed(holder, kind);
        }
    }

    void closed(Object holder, HandleKind kind) {
        if (!taken.isEmpty()) {
            taken.computeIfPresent(
                    new Key(holder, kind),
                    (key, left) -> left.count > 1 ? left.counted(left.count - 1) : null);
        }
    }

    void clear() {
        taken.clear();
    }

    /** The oldest first. */
    List<HandleStatus> open(int most) {
        return taken.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().since))
                .limit(most)
                .map(entry -> status(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static HandleStatus status(Key key, Taken taken) {
        return new Open(
                key.kind,
                taken.count,
                key.holder.toString(),
                taken.since,
                Arrays.stream(taken.stack.getStackTrace())
                        .dropWhile(frame -> frame.getClassName().startsWith(OWN_CLASSES))
                        .toList());
    }
}

package org.rtm.benchmarks;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;
import org.rtm.api.notify.ChangedDests;
import org.rtm.notify.Notifier;

/** An entity that asked for changes of forwarding, and fetches whatever it is told of. */
final class Subscriber implements AutoCloseable {
    private static final int NUMBER = 1_000;

    private final EntityRegistration entity;
    private final ChangeRegistration changes;
    private final int most;
    private volatile Awaited awaited;

    private record Awaited(NetAddress destination, CountDownLatch seen) {}

    Subscriber(Router router, AddressFamily family) {
        entity = router.register(family, NUMBER);
        most = entity.profile().maxHandlesInCall();
        changes =
                new Notifier()
                        .register(
                                entity,
                                ChangeRequest.of(ChangeType.FORWARDING).views(ViewSet.UNICAST),
                                Optional.of(this::fetch));
    }

    private void fetch(ChangeRegistration signalled) {
        while (true) {
            try (ChangedDests batch = signalled.fetch(most)) {
                if (batch.isEmpty()) {
                    return;
                }
                for (DestInfo info : batch) {
                    if (awaited != null && info.address().equals(awaited.destination())) {
                        awaited.seen().countDown();
                    }
                }
            }
        }
    }

    /**
     * Makes a change of a destination that had none since it was fetched last, and waits until it
     * is fetched: what changed before was fetched by then.
     */
    void await(NetAddress destination, Runnable change) throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        awaited = new Awaited(destination, seen);
        change.run();
        seen.await();
    }

    @Override
    public void close() {
        changes.close();
        entity.close();
    }
}

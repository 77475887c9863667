package org.rtm.impl;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ViewSet;
import org.rtm.api.provider.ObservedDestination;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.api.provider.TableObserver;

/** Remembers what it was told, for tests that ask for it on the thread that made the change. */
public final class RecordingObserver implements TableObserver {
    private final List<Report> reports = new ArrayList<>();

    /** What an observer was told of one change. */
    public record Report(
            NetAddress destination,
            ViewSet all,
            ViewSet best,
            ViewSet forwarding,
            ViewSet withdrawn) {}

    /** Observes the table of an entity from now on. */
    public static RecordingObserver attachedTo(EntityRegistration entity) {
        RecordingObserver observer = new RecordingObserver();
        RegisteredEntity.of(entity).table().attach(observer);
        return observer;
    }

    @Override
    public synchronized void changed(
            ObservedDestination destination,
            ViewSet all,
            ViewSet best,
            ViewSet forwarding,
            ViewSet withdrawn) {
        reports.add(new Report(destination.address(), all, best, forwarding, withdrawn));
    }

    /** What was told since this was last asked. */
    public synchronized List<Report> take() {
        List<Report> taken = List.copyOf(reports);
        reports.clear();
        return taken;
    }
}

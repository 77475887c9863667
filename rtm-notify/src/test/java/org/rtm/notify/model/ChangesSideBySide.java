package org.rtm.notify.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.notify.model.SideBySide.at;
import static org.rtm.notify.model.SideBySide.attempt;
import static org.rtm.notify.model.SideBySide.same;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.rtm.api.Batch;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationQuery;
import org.rtm.api.EntityId;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;
import org.rtm.api.monitor.NotificationStatus;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangedDests;
import org.rtm.notify.Notifier;
import org.rtm.notify.model.NaiveChanges.Wanted;
import org.rtm.notify.model.Rows.DestinationRow;

/** Registrations for changes of the real table and the naive one, to which the same is done. */
final class ChangesSideBySide {
    private final SideBySide both;
    private final NaiveTable naive;
    private final Notifier notifier = new Notifier();

    /** How fetched destinations are given back. */
    enum GivingBack {
        THE_BATCH,
        EACH,
        TO_THE_REGISTRATION
    }

    /** What a fetch gave, and how giving back went when it was done wrongly. */
    private record Fetched(
            List<DestinationRow> rows, boolean isResyncComplete, Object asOthers, Object again) {}

    /** What the real one told of in a fetch. */
    private static final class Told {
        private List<NetAddress> destinations = List.of();
        private boolean isResyncComplete;

        void take(ChangedDests batch) {
            destinations = batch.stream().map(DestInfo::address).toList();
            isResyncComplete = batch.isResyncComplete();
        }
    }

    /** What an operator sees of a registration. */
    private record Figures(EntityId entity, long pending, long signals, long fetched) {}

    ChangesSideBySide(SideBySide both, NaiveTable naive) {
        this.both = both;
        this.naive = naive;
    }

    void register(int caller, Wanted wanted) {
        Client client = both.client(caller);
        WatchedChanges changes = new WatchedChanges();
        same(
                () -> {
                    changes.real =
                            notifier.register(
                                    client.real,
                                    request(wanted),
                                    changes.listener(
                                            wanted.listening(), SideBySide.HANDLES_IN_CALL));
                    return "registered";
                },
                () -> {
                    changes.naive = naive.register(client.naive, wanted);
                    return "registered";
                });
        if (changes.real != null) {
            client.changes.add(changes);
        }
    }

    private static ChangeRequest request(Wanted wanted) {
        int flags = wanted.types().stream().mapToInt(type -> type.flag()).sum();
        ChangeRequest request = ChangeRequest.ofFlags(flags).views(wanted.views());
        request = wanted.markedOnly() ? request.markedOnly() : request;
        return wanted.resync() ? request.resync() : request;
    }

    /** Does something with a registration of a client, if it has one that has not ended. */
    private void with(int caller, int place, Consumer<WatchedChanges> action) {
        List<WatchedChanges> open =
                both.client(caller).changes.stream().filter(one -> !one.naive.ended).toList();
        at(open, place).ifPresent(action);
    }

    void fetch(int caller, int place, int most, GivingBack givingBack) {
        Client client = both.client(caller);
        with(
                caller,
                place,
                changes -> {
                    Told told = new Told();
                    same(
                            () -> fetch(client, changes.real, most, givingBack, told),
                            () -> {
                                boolean isResyncing = changes.naive.isResyncing();
                                List<DestinationRow> rows = fetched(changes.naive, most, told);
                                Object refused =
                                        rows.isEmpty() ? "given back" : RtmStatus.INVALID_HANDLE;
                                return new Fetched(
                                        rows,
                                        isResyncing && !changes.naive.isResyncing(),
                                        refused,
                                        refused);
                            });
                });
    }

    private List<DestinationRow> fetched(NaiveChanges changes, int most, Told told) {
        return naive.fetch(changes, most, told.destinations, told.isResyncComplete).stream()
                .map(one -> both.row(one, changes.views))
                .toList();
    }

    private Fetched fetch(
            Client client, ChangeRegistration changes, int most, GivingBack givingBack, Told told) {
        ChangedDests batch = changes.fetch(most);
        List<DestInfo> infos = batch.list();
        told.take(batch);
        List<DestinationRow> rows = infos.stream().map(both::row).toList();
        Object asOthers = giveBack(client.real::releaseDestinations, infos);
        switch (givingBack) {
            case THE_BATCH -> batch.close();
            case EACH -> infos.forEach(DestInfo::close);
            case TO_THE_REGISTRATION -> changes.release(infos);
        }
        return new Fetched(
                rows, batch.isResyncComplete(), asOthers, giveBack(changes::release, infos));
    }

    private static Object giveBack(Consumer<Collection<DestInfo>> release, List<DestInfo> infos) {
        return attempt(
                () -> {
                    release.accept(infos);
                    return "given back";
                });
    }

    /** Ignores destinations that are there, or else others that the caller has kept. */
    void ignore(int caller, int place, List<Integer> prefixes) {
        with(
                caller,
                place,
                changes -> {
                    List<Destination> ignored = new ArrayList<>();
                    for (int prefix : prefixes) {
                        both.withDestination(
                                caller,
                                prefix,
                                destination -> ignored.add(destination.reference()));
                    }
                    changes.real.ignore(ignored);
                    ignored.forEach(one -> changes.naive.ignore(one.address()));
                    ignored.forEach(Destination::close);
                });
    }

    void mark(int caller, int place, int prefix, boolean byHandle) {
        with(
                caller,
                place,
                changes ->
                        eachWay(
                                caller,
                                prefix,
                                byHandle,
                                changes.real::mark,
                                changes.real::mark,
                                one -> naive.mark(changes.naive, one)));
    }

    void unmark(int caller, int place, int prefix, boolean byHandle) {
        with(
                caller,
                place,
                changes ->
                        eachWay(
                                caller,
                                prefix,
                                byHandle,
                                changes.real::unmark,
                                changes.real::unmark,
                                changes.naive::unmark));
    }

    private void eachWay(
            int caller,
            int prefix,
            boolean byHandle,
            Consumer<Destination> toHandle,
            Consumer<NetAddress> toPrefix,
            Consumer<NetAddress> toNaive) {
        if (byHandle) {
            both.withDestination(
                    caller,
                    prefix,
                    destination -> {
                        toHandle.accept(destination);
                        toNaive.accept(destination.address());
                    });
        } else {
            same(
                    () -> {
                        toPrefix.accept(both.prefix(prefix));
                        return "done";
                    },
                    () -> {
                        naive.requireFamily(both.prefix(prefix));
                        toNaive.accept(both.prefix(prefix));
                        return "done";
                    });
        }
    }

    /** Ends a registration, after which what it has fetched is still readable. */
    void close(int caller, int place, int most) {
        with(
                caller,
                place,
                changes -> {
                    try (ChangedDests batch = changes.real.fetch(most)) {
                        Told told = new Told();
                        told.take(batch);
                        List<DestinationRow> expected = fetched(changes.naive, most, told);
                        changes.real.close();
                        naive.close(changes.naive);
                        assertThat(batch.stream().map(both::row).toList()).isEqualTo(expected);
                    }
                    requireEnded(changes.real);
                });
    }

    private void requireEnded(ChangeRegistration changes) {
        for (Runnable call :
                List.<Runnable>of(
                        () -> changes.fetch(1),
                        () -> changes.ignore(List.of()),
                        () -> changes.mark(both.prefix(0)),
                        () -> changes.isMarked(both.prefix(0)),
                        () -> changes.release(List.of()),
                        changes::close)) {
            assertThat(
                            attempt(
                                    () -> {
                                        call.run();
                                        return "done";
                                    }))
                    .isEqualTo(RtmStatus.INVALID_HANDLE);
        }
    }

    /** Compares what is pending and marked for a client, and all signals and figures. */
    void compare(Client client) {
        for (WatchedChanges changes : client.changes) {
            assertThat(changes.signals).as("signals").isEqualTo(changes.naive.signals);
            assertThat(changes.told).isEqualTo(changes.naive.told);
            if (!changes.naive.ended) {
                compare(client, changes.real, changes.naive);
            }
        }
        assertThat(notifier.registrations().stream().map(ChangesSideBySide::figures).toList())
                .containsExactlyInAnyOrderElementsOf(
                        naive.changes().stream().map(ChangesSideBySide::figures).toList());
    }

    private void compare(Client client, ChangeRegistration real, NaiveChanges expected) {
        for (NetAddress prefix : both.prefixes()) {
            assertThat(real.isMarked(prefix)).isEqualTo(expected.isMarked(prefix));
        }
        for (Destination destination : client.destinations) {
            compare(destination, real, expected);
        }
        try (TableEnumeration<DestInfo> all =
                        client.real.enumerateDestinations(DestinationQuery.ALL);
                Batch<DestInfo> batch = all.next(SideBySide.HANDLES_IN_CALL)) {
            batch.forEach(info -> compare(info.destination(), real, expected));
        }
    }

    private static void compare(
            Destination destination, ChangeRegistration real, NaiveChanges expected) {
        NetAddress address = destination.address();
        assertThat(real.isPending(destination))
                .as("a change of %s is pending", address)
                .isEqualTo(expected.isPending(address));
        assertThat(real.isMarked(destination))
                .as("%s is marked", address)
                .isEqualTo(expected.isMarked(address));
    }

    private static Figures figures(NotificationStatus status) {
        return new Figures(
                status.entity().id(), status.pending(), status.signals(), status.fetched());
    }

    private static Figures figures(NaiveChanges changes) {
        return new Figures(changes.owner.id, changes.pending(), changes.signals, changes.fetched);
    }
}

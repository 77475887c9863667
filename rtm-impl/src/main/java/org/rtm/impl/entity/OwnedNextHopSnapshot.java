package org.rtm.impl.entity;

import java.util.Optional;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHopFlags;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.NextHopState;
import org.rtm.impl.table.DestinationEntry;
import org.rtm.impl.table.NextHopEntry;
import org.rtm.impl.table.Visible;

/** A next hop at one moment, with the references that came with it. */
final class OwnedNextHopSnapshot extends OwnedReferences implements NextHopSnapshot {
    private static final int OWNER = 0;
    private static final int REMOTE_DESTINATION = 1;

    private final NextHopEntry entry;
    private final NextHopEntry.State state;
    private final DestinationEntry remoteDestination;

    OwnedNextHopSnapshot(Registration registration, NextHopEntry entry) {
        super(registration);
        this.entry = entry;
        this.state =
                entry.owner() == registration.owner()
                        ? entry.state()
                        : entry.state().withoutEntitySpecificInfo();
        this.remoteDestination = resolve();
    }

    private DestinationEntry resolve() {
        if (!flags().contains(NextHopFlags.REMOTE) || state.remoteDestination() != null) {
            return state.remoteDestination();
        }
        Visible covering =
                registration().routingTable().destinations().mostSpecific(entry.key().address(), 0);
        return covering == null ? null : covering.entry();
    }

    @Override
    int places() {
        return 2;
    }

    @Override
    HandleKind kindAt(int place) {
        if (place == OWNER) {
            return HandleKind.ENTITY;
        }
        return remoteDestination == null ? null : HandleKind.DESTINATION;
    }

    @Override
    AbstractHandle<?> make(int place) {
        return place == OWNER
                ? new EntityHandle(registration(), entry.owner())
                : new DestinationHandle(registration(), remoteDestination);
    }

    @Override
    public NetAddress address() {
        return entry.key().address();
    }

    @Override
    public int interfaceIndex() {
        return entry.key().interfaceIndex();
    }

    @Override
    public Entity owner() {
        return handle(OWNER, Entity.class);
    }

    @Override
    public NextHopState state() {
        return state.isDeleted() ? NextHopState.DELETED : NextHopState.CREATED;
    }

    @Override
    public NextHopFlags flags() {
        return NextHopFlags.of(state.flags());
    }

    @Override
    public Optional<Object> entitySpecificInfo() {
        return Optional.ofNullable(state.entitySpecificInfo());
    }

    @Override
    public Optional<Destination> remoteDestination() {
        return remoteDestination == null
                ? Optional.empty()
                : Optional.of(handle(REMOTE_DESTINATION, Destination.class));
    }

    @Override
    public NextHopInfo toInfo() {
        NextHopInfo info = NextHopInfo.of(address(), interfaceIndex()).flags(flags());
        if (state.remoteDestination() != null) {
            info = info.remoteDestination(handle(REMOTE_DESTINATION, Destination.class));
        }
        return entitySpecificInfo().isPresent()
                ? info.entitySpecificInfo(entitySpecificInfo().get())
                : info;
    }

    @Override
    public String toString() {
        return "the information on next hop " + address().addressText();
    }
}

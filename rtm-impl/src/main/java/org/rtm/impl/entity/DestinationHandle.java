package org.rtm.impl.entity;

import java.time.Duration;
import java.util.Optional;
import org.rtm.api.DestInfo;
import org.rtm.api.Destination;
import org.rtm.api.DestinationLock;
import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;
import org.rtm.impl.table.DestinationEntry;
import org.rtm.impl.table.Table;
import org.rtm.impl.table.Visible;

/** A handle to a destination. */
final class DestinationHandle extends AbstractHandle<Destination> implements Destination {
    private final DestinationEntry entry;

    DestinationHandle(Registration registration, DestinationEntry entry) {
        super(registration);
        this.entry = entry;
    }

    @Override
    DestinationEntry target() {
        return entry;
    }

    @Override
    public HandleKind kind() {
        return HandleKind.DESTINATION;
    }

    @Override
    public NetAddress address() {
        return entry.address();
    }

    @Override
    public Destination reference() {
        requireUsable();
        return new DestinationHandle(registration(), entry).counted(DestinationHandle.class);
    }

    @Override
    public DestInfo info(ProtocolId protocol, ViewSet views) {
        requireUsable();
        Table table = registration().routingTable();
        int viewMask = table.requireSupported(views);
        DestinationEntry current = table.destinations().current(entry);
        return registration().read(new Visible(current, current.state()), protocol, viewMask);
    }

    @Override
    public Optional<DestInfo> lessSpecific(ProtocolId protocol, ViewSet views) {
        requireUsable();
        int viewMask = registration().routingTable().requireSupported(views);
        Visible found = registration().routingTable().destinations().lessSpecific(entry, viewMask);
        return registration().info(found, protocol, viewMask);
    }

    @Override
    public void hold(ViewSet views, Duration time) {
        requireUsable();
        int viewMask = registration().routingTable().requireSupported(views);
        if (viewMask == 0) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%s cannot be held down in no view; name at least one", entry);
        }
        InputCheck.requirePositive("hold-down", time);
        Duration longest = registration().roster().limits().longestHold();
        long micros = InputCheck.toMicros(time.compareTo(longest) > 0 ? longest : time);
        registration().routingTable().hold(registration().owner(), entry, viewMask, micros);
    }

    @Override
    public DestinationLock lock(LockMode mode) {
        requireUsable();
        return new OwnedDestinationLock(registration(), entry, mode);
    }

    @Override
    public Optional<Object> opaque() {
        requireUsable();
        registration().requireOpaqueSlot();
        return registration().opaque().get(entry);
    }

    @Override
    public String toString() {
        return "destination " + entry;
    }
}

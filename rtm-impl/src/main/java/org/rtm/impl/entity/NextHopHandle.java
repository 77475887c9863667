package org.rtm.impl.entity;

import org.rtm.api.HandleKind;
import org.rtm.api.LockMode;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.NextHopLock;
import org.rtm.api.NextHopSnapshot;
import org.rtm.api.RtmStatus;
import org.rtm.impl.table.NextHopEntry;
import org.rtm.impl.table.NextHopKey;

/** A handle to a next hop. */
final class NextHopHandle extends AbstractHandle<NextHop> implements NextHop {
    private final NextHopEntry entry;

    NextHopHandle(Registration registration, NextHopEntry entry) {
        super(registration);
        this.entry = entry;
    }

    @Override
    NextHopEntry target() {
        return entry;
    }

    @Override
    public HandleKind kind() {
        return HandleKind.NEXT_HOP;
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
    public NextHop reference() {
        requireUsable();
        return new NextHopHandle(registration(), entry).counted(NextHopHandle.class);
    }

    @Override
    public NextHopSnapshot info() {
        requireUsable();
        return new OwnedNextHopSnapshot(registration(), entry).counted(OwnedNextHopSnapshot.class);
    }

    @Override
    public void update(NextHopInfo info) {
        requireUsable();
        registration().requireOwner(entry.owner(), this);
        NextHopKey named = new NextHopKey(info.address(), info.interfaceIndex());
        if (!named.equals(entry.key())) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%s cannot become %s: address and interface never change", this, named);
        }
        registration()
                .routingTable()
                .nextHops()
                .update(registration().owner(), entry, registration().input().state(info));
    }

    @Override
    public void delete() {
        requireUsable();
        registration().routingTable().nextHops().delete(registration().owner(), entry);
        if (tryConsume()) {
            registration().closed(this, kind());
        }
    }

    @Override
    public NextHopLock lock(LockMode mode) {
        requireUsable();
        registration().requireOwner(entry.owner(), this);
        OwnedNextHopLock lock = new OwnedNextHopLock(registration(), entry, mode);
        if (entry.state().isDeleted()) {
            lock.close();
            throw RtmStatus.NOT_FOUND.because("%s was deleted", this);
        }
        return lock;
    }

    @Override
    public String toString() {
        return "next hop " + entry.key();
    }
}

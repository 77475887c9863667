package org.rtm.notify;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rtm.api.DestInfo;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.notify.ChangedDests;
import org.rtm.api.provider.RegisteredEntity;

/** What one call fetched. Outlives the registration that it came from. */
final class FetchedDests implements ChangedDests {
    private final RegisteredEntity entity;
    private final Object origin;
    private final List<DestInfo> infos;
    private final boolean resyncComplete;
    private final AtomicBoolean closed = new AtomicBoolean();

    FetchedDests(
            RegisteredEntity entity, Object origin, List<DestInfo> infos, boolean resyncComplete) {
        this.entity = entity;
        this.origin = origin;
        this.infos = Collections.unmodifiableList(infos);
        this.resyncComplete = resyncComplete;
    }

    @Override
    public List<DestInfo> list() {
        return infos;
    }

    @Override
    public boolean isResyncComplete() {
        return resyncComplete;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            giveBack(entity, origin, infos);
        } else if (Term.isOpen(entity)) {
            throw RtmStatus.INVALID_HANDLE.because(
                    "the batch of %d was given back before", infos.size());
        }
    }

    /** Gives back what is still open: mostly all of it, so that is tried first. */
    static void giveBack(RegisteredEntity entity, Object origin, List<DestInfo> infos) {
        try {
            entity.release(infos, origin);
        } catch (RtmException notAll) {
            for (DestInfo info : infos) {
                closeIfOpen(info);
            }
        }
    }

    private static void closeIfOpen(DestInfo info) {
        try {
            info.close();
        } catch (RtmException givenBackBefore) {
            // which is what was wanted
        }
    }
}

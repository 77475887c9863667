package org.rtm.conformance;

import java.util.Optional;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeRegistration;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.api.notify.ChangeType;

/** Requests of tests that do not mind of which type a change is. */
final class Changes {
    static final ChangeRequest ALL = ChangeRequest.of(ChangeType.ALL).views(ViewSet.UNICAST);
    static final ChangeRequest MARKED = ALL.markedOnly();

    private Changes() {}

    /** Registers a client that fetches without being told. */
    static ChangeRegistration register(
            Router router, EntityRegistration entity, ChangeRequest request) {
        return router.notifier().register(entity, request, Optional.empty());
    }
}

package org.rtm.jmx;

import java.time.Duration;
import org.rtm.api.monitor.NotificationStatus;

/** What JMX shows of a registration for changes. */
public final class NotificationFigures {
    private final NotificationStatus registration;

    NotificationFigures(NotificationStatus registration) {
        this.registration = registration;
    }

    public long getPending() {
        return registration.pending();
    }

    /** How long the oldest change has been pending; 0 if nothing is. */
    public long getOldestMillis() {
        return registration.oldest().map(Duration::toMillis).orElse(0L);
    }

    public long getSignals() {
        return registration.signals();
    }

    public long getFetched() {
        return registration.fetched();
    }
}

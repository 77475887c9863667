package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.monitor.NotificationStatus;

/**
 * Who is told of changes.
 *
 * @param registrations the registrations for changes, the one that has waited longest first
 */
public record Notifications(List<NotificationStatus> registrations) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Notifications {
        registrations = new ArrayList<>(registrations);
    }
}

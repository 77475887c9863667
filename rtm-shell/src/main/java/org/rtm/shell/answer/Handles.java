package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rtm.api.EntityInfo;
import org.rtm.api.HandleKind;
import org.rtm.api.monitor.HandleStatus;

/**
 * The handles that entities have not given back.
 *
 * @param entities those that have one or more
 */
public record Handles(List<EntityHandles> entities) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Handles {
        entities = new ArrayList<>(entities);
    }

    /**
     * What one of them has.
     *
     * @param entity who
     * @param tracking whether its instance notes where handles are taken
     * @param counts how many of each kind
     * @param oldest the oldest ones, of those that were noted
     */
    public record EntityHandles(
            EntityInfo entity,
            boolean tracking,
            Map<HandleKind, Long> counts,
            List<HandleStatus> oldest) {
        /** As above. */
        public EntityHandles {
            oldest = new ArrayList<>(oldest);
        }
    }
}

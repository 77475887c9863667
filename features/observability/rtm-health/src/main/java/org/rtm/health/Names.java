package org.rtm.health;

import org.rtm.api.EntityInfo;
import org.rtm.api.monitor.EntityStatus;

/** How findings name things. */
final class Names {
    private Names() {}

    static String of(EntityStatus entity) {
        EntityInfo info = entity.info();
        String bundle = entity.bundle().isEmpty() ? "" : ", bundle " + entity.bundle();
        return "%s (instance %d, %s%s)"
                .formatted(info.name(), info.instance().orElseThrow(), info.family(), bundle);
    }
}

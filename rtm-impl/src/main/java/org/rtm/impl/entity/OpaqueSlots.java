package org.rtm.impl.entity;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.rtm.impl.table.DestinationEntry;

/** What an entity keeps in its slot of each destination. Most slots are empty. */
final class OpaqueSlots {
    private final Map<DestinationEntry, Object> values = new ConcurrentHashMap<>();

    Optional<Object> get(DestinationEntry destination) {
        return Optional.ofNullable(values.get(destination));
    }

    void set(DestinationEntry destination, Optional<?> value) {
        if (value.isPresent()) {
            values.put(destination, value.get());
        } else {
            values.remove(destination);
        }
    }

    void clear() {
        values.clear();
    }
}

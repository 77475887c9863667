package org.rtm.impl.model;

import org.rtm.api.EntityId;

/** An entity of the naive table, from its registration to its end. */
final class NaiveOwner {
    final EntityId id;

    NaiveOwner(EntityId id) {
        this.id = id;
    }
}

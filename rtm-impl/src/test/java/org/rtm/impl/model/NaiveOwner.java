package org.rtm.impl.model;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.EntityId;

/** An entity of the naive table, from its registration to its end. */
final class NaiveOwner {
    final EntityId id;
    final Answer answer;

    /** Who came and went, as its listener was told. */
    final List<String> heard = new ArrayList<>();

    /** What it answers when it is asked about an expired route, if it can be asked at all. */
    enum Answer {
        ABSENT,
        KEEP,
        DELETE,
        THROW
    }

    NaiveOwner(EntityId id, Answer answer) {
        this.id = id;
        this.answer = answer;
    }

    void hear(String event) {
        if (answer != Answer.ABSENT) {
            heard.add(event);
        }
    }
}

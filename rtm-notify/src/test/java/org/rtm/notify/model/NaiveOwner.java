package org.rtm.notify.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.rtm.api.EntityId;
import org.rtm.api.NetAddress;

/** An entity of the naive table, from its registration to its end. */
final class NaiveOwner {
    final EntityId id;
    final Brings brings;

    /** Who came and went, as its listener was told. */
    final List<String> heard = new ArrayList<>();

    /** What it keeps in its slots. */
    final Map<NetAddress, String> opaque = new HashMap<>();

    private final Queue<Runnable> lane = new ArrayDeque<>();

    /** What its listener will answer to the question that it was asked and did not answer yet. */
    private Optional<Runnable> lateAnswer = Optional.empty();

    /**
     * What an entity brings to its registration.
     *
     * @param methods how many of {@link Method} it exports
     */
    record Brings(Answer answer, boolean opaqueSlot, int methods) {}

    /** What it answers when it is asked about an expired route, if it can be asked at all. */
    enum Answer {
        ABSENT,
        KEEP,
        DELETE,
        THROW,
        KEEP_LATE,
        DELETE_LATE;

        boolean isLate() {
            return this == KEEP_LATE || this == DELETE_LATE;
        }

        boolean keeps() {
            return this == KEEP || this == KEEP_LATE;
        }
    }

    /** What exported methods do, in the order of their bits. */
    enum Method {
        TELL_WHO_CALLS,
        THROW,
        BLOCK_OWN_METHODS,
        GIVE_STATUS_7
    }

    NaiveOwner(EntityId id, Brings brings) {
        this.id = id;
        this.brings = brings;
    }

    void hear(String event) {
        if (brings.answer() != Answer.ABSENT) {
            submit(() -> heard.add(event));
        }
    }

    /** Asks what is to become of an expired route. */
    void ask(Runnable answer) {
        submit(
                () -> {
                    if (brings.answer().isLate()) {
                        lateAnswer = Optional.of(answer);
                    } else {
                        answer.run();
                    }
                });
    }

    void submit(Runnable callback) {
        lane.add(callback);
    }

    /**
     * Runs the call-backs that wait now, up to one that waits for an answer; the one that did has
     * it now.
     */
    void runLane() {
        int waiting = lane.size();
        Optional<Runnable> answer = lateAnswer;
        lateAnswer = Optional.empty();
        answer.ifPresent(Runnable::run);
        for (; waiting > 0 && !isAsked(); waiting--) {
            lane.remove().run();
        }
    }

    /** Whether a call-back waits for an answer, and the others for it. */
    boolean isAsked() {
        return lateAnswer.isPresent();
    }

    boolean hasToRun() {
        return !isAsked() && !lane.isEmpty();
    }
}

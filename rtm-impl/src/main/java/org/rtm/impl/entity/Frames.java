package org.rtm.impl.entity;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * For whom the current thread is at work, from the outermost call to the innermost: what tells a
 * wait that would never end.
 */
final class Frames {
    private static final ThreadLocal<Deque<Frame>> STACK = new ThreadLocal<>();

    private record Frame(Registration entity, boolean isMethod) {}

    private Frames() {}

    /** Runs something as a call-back of an entity, or as an invocation that it began. */
    static void run(Registration entity, Runnable work) {
        run(new Frame(entity, false), work);
    }

    /** Runs something as a method of an entity. */
    static void runMethod(Registration entity, Runnable work) {
        run(new Frame(entity, true), work);
    }

    private static void run(Frame frame, Runnable work) {
        Deque<Frame> stack = STACK.get();
        boolean isOutermost = stack == null;
        if (isOutermost) {
            stack = new ArrayDeque<>();
            STACK.set(stack);
        }
        stack.push(frame);
        try {
            work.run();
        } finally {
            stack.pop();
            if (isOutermost) {
                STACK.remove(); // the thread may belong to a client, which outlives this bundle
            }
        }
    }

    /**
     * Whether a call-back or method of the entity, or an invocation that it began, is under way on
     * this thread.
     */
    static boolean carry(Registration entity) {
        Deque<Frame> stack = STACK.get();
        return stack != null && stack.stream().anyMatch(frame -> frame.entity() == entity);
    }

    /** Whether a method of the entity is under way on this thread. */
    static boolean carryMethodOf(Registration entity) {
        Deque<Frame> stack = STACK.get();
        return stack != null
                && stack.stream().anyMatch(frame -> frame.entity() == entity && frame.isMethod());
    }
}

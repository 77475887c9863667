package org.rtm.impl.entity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.rtm.api.Handle;
import org.rtm.api.HandleKind;
import org.rtm.api.RtmStatus;

/** One reference that a registration was handed. */
abstract class AbstractHandle<H extends Handle<H>> implements Handle<H> {
    private static final int OPEN = 0;
    private static final int CLOSED = 1;
    private static final int CONSUMED = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(AbstractHandle.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Registration registration;
    private volatile int state;

    AbstractHandle(Registration registration) {
        this.registration = registration;
    }

    /** Counts this handle by itself. One inside an information object is counted with it. */
    final <T extends AbstractHandle<H>> T counted(Class<T> type) {
        registration.opened(this, kind());
        return type.cast(this);
    }

    /** The object that this refers to. */
    abstract Object target();

    final Registration registration() {
        return registration;
    }

    final void requireUsable() {
        registration.requireOpen();
        if (state != OPEN) {
            throw RtmStatus.INVALID_HANDLE.because(
                    state == CONSUMED
                            ? "the handle to %s was consumed by a delete"
                            : "the handle to %s was given back before",
                    this);
        }
    }

    /** Marks this handle as given back, if it is open. */
    final boolean tryClose() {
        return STATE.compareAndSet(this, OPEN, CLOSED);
    }

    /** Takes {@link #tryClose} back. */
    final void reopen() {
        state = OPEN;
    }

    final boolean tryConsume() {
        return STATE.compareAndSet(this, OPEN, CONSUMED);
    }

    @Override
    public final void close() {
        while (!registration.hasEnded() && state != CONSUMED) {
            if (tryClose()) {
                registration.closed(this, kind());
                return;
            }
            requireUsable();
        }
    }

    @Override
    public final boolean equals(Object object) {
        return object instanceof AbstractHandle<?> other
                && registration == other.registration
                && kind() == other.kind()
                && target().equals(other.target());
    }

    @Override
    public final int hashCode() {
        return target().hashCode();
    }

    /** Names the object for messages. */
    @Override
    public abstract String toString();

    @Override
    public abstract HandleKind kind();
}

package org.rtm.impl.entity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.rtm.api.HandleKind;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;

/**
 * The references that an information object owns. All are counted when it is made; the handles
 * themselves are made when someone asks for them, as most readers look at values only.
 */
abstract class OwnedReferences implements AutoCloseable {
    private static final VarHandle CLOSED;

    static {
        try {
            CLOSED =
                    MethodHandles.lookup()
                            .findVarHandle(OwnedReferences.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Registration registration;
    private AbstractHandle<?>[] made;
    private boolean isGivenBack;
    private volatile boolean closed;

    OwnedReferences(Registration registration) {
        this.registration = registration;
    }

    /** How many places for references there are. */
    abstract int places();

    /** The kind of the reference at a place, or null if there is none. */
    abstract HandleKind kindAt(int place);

    /** Makes the handle for a place that has a reference. */
    abstract AbstractHandle<?> make(int place);

    final Registration registration() {
        return registration;
    }

    final <T extends OwnedReferences> T counted(Class<T> type) {
        for (int i = 0; i < places(); i++) {
            if (kindAt(i) != null) {
                registration.opened(this, kindAt(i));
            }
        }
        return type.cast(this);
    }

    /**
     * The handle at a place, the same each time. After this was given back, one that was given
     * back.
     */
    final synchronized <H> H handle(int place, Class<H> type) {
        if (made == null) {
            made = new AbstractHandle<?>[places()];
        }
        if (made[place] == null) {
            made[place] = make(place);
            registration.tracking().moved(this, made[place].kind(), made[place]);
            if (isGivenBack) {
                made[place].tryClose();
            }
        }
        return type.cast(made[place]);
    }

    final void requireOpen() {
        if (closed) {
            throw givenBackBefore();
        }
    }

    /** Marks this as given back, if it is open. */
    final boolean tryClose() {
        return CLOSED.compareAndSet(this, false, true);
    }

    /** Takes {@link #tryClose} back. */
    final void reopen() {
        closed = false;
    }

    /** Gives back, after {@link #tryClose}, every reference that was not given back by itself. */
    final synchronized void closeReferences() {
        isGivenBack = true;
        for (int i = 0; i < places(); i++) {
            if (kindAt(i) != null && (made == null || made[i] == null || made[i].tryClose())) {
                Object holder = made == null || made[i] == null ? this : made[i];
                registration.closed(holder, kindAt(i));
            }
        }
    }

    @Override
    public final void close() {
        if (registration.hasEnded()) {
            return;
        }
        if (!tryClose()) {
            throw givenBackBefore();
        }
        closeReferences();
    }

    final RtmException givenBackBefore() {
        return RtmStatus.INVALID_HANDLE.because("%s was given back before", this);
    }
}

package org.rtm.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an entity brings to its registration besides its identity (the optional parameters of
 * RtmRegisterEntity, and what is beyond RTMv2).
 *
 * <p>Immutable; each method with an argument returns a changed copy.
 */
public final class EntityOptions {
    /** Most methods that an entity can export: one for each bit of a method type. */
    public static final int MAX_METHODS = 32;

    /** No listener, no methods, no opaque slot, no retention. */
    public static final EntityOptions NONE =
            new EntityOptions(Optional.empty(), List.of(), false, Optional.empty());

    private final Optional<EntityListener> listener;
    private final List<ExportedMethod> methods;
    private final boolean opaqueSlot;
    private final Optional<Duration> retention;

    private EntityOptions(
            Optional<EntityListener> listener,
            List<ExportedMethod> methods,
            boolean opaqueSlot,
            Optional<Duration> retention) {
        this.listener = listener;
        this.methods = methods;
        this.opaqueSlot = opaqueSlot;
        this.retention = retention;
    }

    /**
     * Returns a copy with a listener for events (EventCallback).
     *
     * @param newListener what to call
     * @return the copy
     */
    public EntityOptions listener(EntityListener newListener) {
        return new EntityOptions(Optional.of(newListener), methods, opaqueSlot, retention);
    }

    /**
     * Returns a copy with exported methods (RTM_ENTITY_EXPORT_METHODS); the one at index i answers
     * to bit {@code 1 << i}.
     *
     * @param newMethods the methods, in the order of their bits; copied. More than {@value
     *     #MAX_METHODS} are refused at registration
     * @return the copy
     */
    public EntityOptions methods(List<? extends ExportedMethod> newMethods) {
        return new EntityOptions(listener, List.copyOf(newMethods), opaqueSlot, retention);
    }

    /**
     * Returns a copy that reserves an opaque slot in each destination (ReserveOpaquePointer).
     *
     * @return the copy
     */
    public EntityOptions opaqueSlot() {
        return new EntityOptions(listener, methods, true, retention);
    }

    /**
     * Returns a copy that asks for routes and next hops to be kept for some time after the
     * registration ends, for the same identity to take them up again. Beyond RTMv2.
     *
     * @param time how long, more than zero; more than the configured longest is cut to it
     * @return the copy
     */
    public EntityOptions retention(Duration time) {
        return new EntityOptions(listener, methods, opaqueSlot, Optional.of(time));
    }

    /**
     * Returns the listener for events.
     *
     * @return the listener, if there is one
     */
    public Optional<EntityListener> listener() {
        return listener;
    }

    /**
     * Returns the exported methods.
     *
     * @return the methods in the order of their bits, unmodifiable
     */
    public List<ExportedMethod> methods() {
        return methods;
    }

    /**
     * Says whether an opaque slot is to be reserved.
     *
     * @return true if one is
     */
    public boolean hasOpaqueSlot() {
        return opaqueSlot;
    }

    /**
     * Returns how long routes and next hops are to be kept after the registration ends.
     *
     * @return the time, if it is asked for
     */
    public Optional<Duration> retention() {
        return retention;
    }
}

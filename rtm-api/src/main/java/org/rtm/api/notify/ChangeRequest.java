package org.rtm.api.notify;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.ViewSet;

/**
 * Which changes a client wants to hear of (the parameters of RtmRegisterForChangeNotification).
 *
 * <p>Immutable; each method that changes something returns a changed copy.
 */
public final class ChangeRequest {
    /** The flag for marked destinations only (RTM_NOTIFY_ONLY_MARKED_DESTS). */
    public static final int ONLY_MARKED_DESTS = 0x0001_0000;

    /** How many change types there are (RTM_NUM_CHANGE_TYPES). */
    public static final int NUM_CHANGE_TYPES = 3;

    private final Set<ChangeType> types;
    private final ViewSet views;
    private final boolean markedOnly;
    private final Object context;
    private final boolean resync;

    private ChangeRequest(
            Set<ChangeType> types,
            ViewSet views,
            boolean markedOnly,
            Object context,
            boolean resync) {
        this.types = types;
        this.views = views;
        this.markedOnly = markedOnly;
        this.context = context;
        this.resync = resync;
    }

    /**
     * Asks for changes of certain types, in all views that the table supports, of all destinations.
     *
     * @param first a type
     * @param others more types; a change counts if it is of any of them
     * @return the request
     */
    public static ChangeRequest of(ChangeType first, ChangeType... others) {
        return new ChangeRequest(
                Set.copyOf(EnumSet.of(first, others)), ViewSet.ALL, false, null, false);
    }

    /**
     * Makes a request from the flags of RTMv2.
     *
     * @param flags at least one type, and perhaps {@link #ONLY_MARKED_DESTS} (NotifyFlags)
     * @return the request, for all views that the table supports
     * @throws RtmException {@code INVALID_PARAMETER} if no type is named, or a bit has no meaning
     */
    public static ChangeRequest ofFlags(int flags) {
        EnumSet<ChangeType> types = EnumSet.noneOf(ChangeType.class);
        int known = ONLY_MARKED_DESTS;
        for (ChangeType type : ChangeType.values()) {
            known |= type.flag();
            if ((flags & type.flag()) != 0) {
                types.add(type);
            }
        }
        if (types.isEmpty() || (flags & ~known) != 0) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "0x%X are not notification flags; allowed are 1 (ALL), 2 (BEST) and 4 (FORWARDING),"
                            + " at least one of them, and 0x10000 (ONLY_MARKED_DESTS)",
                    flags);
        }
        return new ChangeRequest(
                Set.copyOf(types), ViewSet.ALL, (flags & ONLY_MARKED_DESTS) != 0, null, false);
    }

    /**
     * Returns a copy for certain views (TargetViews).
     *
     * @param newViews the views; {@link ViewSet#ANY} for all that the table supports
     * @return the copy
     */
    public ChangeRequest views(ViewSet newViews) {
        return new ChangeRequest(
                types, newViews.isEmpty() ? ViewSet.ALL : newViews, markedOnly, context, resync);
    }

    /**
     * Returns a copy for marked destinations only.
     *
     * @return the copy
     */
    public ChangeRequest markedOnly() {
        return new ChangeRequest(types, views, true, context, resync);
    }

    /**
     * Returns a copy with a context, which the registration hands back (NotifyContext).
     *
     * @param newContext the client's own
     * @return the copy
     */
    public ChangeRequest context(Object newContext) {
        return new ChangeRequest(
                types, views, markedOnly, Objects.requireNonNull(newContext), resync);
    }

    /**
     * Returns a copy that asks for a resync: the client is signalled at once, its fetches go
     * through every destination that has a route in the views asked for, and then say that they are
     * through. What the client knew before and was not told of by then has been withdrawn. Where
     * only marked destinations count, only those come, those that are marked during the resync
     * included. Beyond RTMv2.
     *
     * @return the copy
     */
    public ChangeRequest resync() {
        return new ChangeRequest(types, views, markedOnly, context, true);
    }

    /**
     * Returns the types of changes that count.
     *
     * @return at least one, unmodifiable
     */
    public Set<ChangeType> types() {
        return types;
    }

    /**
     * Returns the views in which changes count.
     *
     * @return the views, {@link ViewSet#ALL} for all that the table supports
     */
    public ViewSet views() {
        return views;
    }

    /**
     * Says whether only marked destinations count.
     *
     * @return true if so
     */
    public boolean isMarkedOnly() {
        return markedOnly;
    }

    /**
     * Returns the client's context.
     *
     * @return the client's own, if there is something
     */
    public Optional<Object> context() {
        return Optional.ofNullable(context);
    }

    /**
     * Says whether a resync is asked for.
     *
     * @return true if so
     */
    public boolean isResync() {
        return resync;
    }
}

package org.rtm.api;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A set of views (RTM_VIEW_SET). As what a look-up or an enumeration asks for, {@link #ANY} stands
 * for every destination in whichever view, with no information by view; {@link #ALL} stands for all
 * views that the table supports.
 *
 * <p>Immutable.
 */
public final class ViewSet {
    /**
     * No view; in a question: every destination, and no information by view (RTM_VIEW_MASK_ANY,
     * RTM_VIEW_MASK_NONE).
     */
    public static final ViewSet ANY = new ViewSet(0);

    /** The unicast view (RTM_VIEW_MASK_UCAST). */
    public static final ViewSet UNICAST = new ViewSet(1);

    /** The multicast view (RTM_VIEW_MASK_MCAST). */
    public static final ViewSet MULTICAST = new ViewSet(2);

    /** All views that the table supports, whichever those are (RTM_VIEW_MASK_ALL). */
    public static final ViewSet ALL = new ViewSet(-1);

    private final int mask;

    private ViewSet(int mask) {
        this.mask = mask;
    }

    /**
     * Makes a set from the numbers of views.
     *
     * @param ids the numbers, 0 to 31
     * @return the set
     * @throws RtmException {@code INVALID_PARAMETER} if a number is out of range
     */
    public static ViewSet of(int... ids) {
        int mask = 0;
        for (int id : ids) {
            mask |= 1 << View.checkId(id);
        }
        return ofMask(mask);
    }

    /**
     * Makes a set from a mask as RTMv2 has it.
     *
     * @param mask bit i stands for view i
     * @return the set
     */
    public static ViewSet ofMask(int mask) {
        return switch (mask) {
            case 0 -> ANY;
            case 1 -> UNICAST;
            case 2 -> MULTICAST;
            case -1 -> ALL;
            default -> new ViewSet(mask);
        };
    }

    /**
     * Returns the mask that RTMv2 uses.
     *
     * @return bit i stands for view i
     */
    public int mask() {
        return mask;
    }

    /**
     * Says whether there is no view in the set.
     *
     * @return true for {@link #ANY}
     */
    public boolean isEmpty() {
        return mask == 0;
    }

    /**
     * Returns how many views are in the set.
     *
     * @return 0 to 32
     */
    public int size() {
        return Integer.bitCount(mask);
    }

    /**
     * Says whether a view is in the set.
     *
     * @param id the number of the view
     * @return true if it is
     */
    public boolean contains(int id) {
        return id >= 0 && id < View.MAX_VIEWS && (mask & 1 << id) != 0;
    }

    /**
     * Says whether every view of another set is in this one.
     *
     * @param other the other set
     * @return true if it is
     */
    public boolean containsAll(ViewSet other) {
        return (other.mask & ~mask) == 0;
    }

    /**
     * Returns the views that are in this set or in another.
     *
     * @param other the other set
     * @return the union
     */
    public ViewSet union(ViewSet other) {
        return ofMask(mask | other.mask);
    }

    /**
     * Returns the views that are in this set and in another.
     *
     * @param other the other set
     * @return the intersection
     */
    public ViewSet intersection(ViewSet other) {
        return ofMask(mask & other.mask);
    }

    /**
     * Returns the numbers of the views.
     *
     * @return the numbers, ascending
     */
    public IntStream ids() {
        return IntStream.range(0, View.MAX_VIEWS).filter(this::contains);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof ViewSet other && mask == other.mask;
    }

    @Override
    public int hashCode() {
        return mask;
    }

    /**
     * Returns the numbers of the views, or what the two special sets stand for.
     *
     * @return for example {@code {0,1}}, {@code any} or {@code all}
     */
    @Override
    public String toString() {
        if (mask == 0) {
            return "any";
        }
        return mask == -1
                ? "all"
                : ids().mapToObj(Objects::toString).collect(Collectors.joining(",", "{", "}"));
    }
}

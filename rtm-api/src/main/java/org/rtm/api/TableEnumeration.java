package org.rtm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Goes through a part of the table in batches (RTM_ENUM_HANDLE).
 *
 * <p>While others write, every entry that is there throughout comes exactly once and in order; one
 * that comes or goes meanwhile may or may not appear. An enumeration never fails for what others
 * do, never holds them up, and keeps nothing locked between batches.
 *
 * @param <T> what is enumerated
 */
@ProviderType
public interface TableEnumeration<T> extends AutoCloseable {
    /**
     * Returns the next elements (RtmGetEnumDests, RtmGetEnumRoutes, RtmGetEnumNextHops,
     * RtmGetListEnumRoutes).
     *
     * @param most how many at the most: 1 to what the profile says
     * @return the elements, owned by the caller; an empty batch at the end, however often this is
     *     called
     * @throws RtmException {@code INVALID_PARAMETER} if the number is out of range; {@code
     *     INVALID_HANDLE} if this enumeration was closed or its registration has ended
     */
    Batch<T> next(int most);

    /**
     * Ends the enumeration (RtmDeleteEnumHandle). What it returned stays with whoever received it.
     * Does nothing after the registration has ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if it was closed before
     */
    @Override
    void close();
}

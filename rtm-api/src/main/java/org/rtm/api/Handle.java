package org.rtm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One reference to an object of the table, owned by whoever received it and given back once with
 * {@link #close()}. The object stays readable through the handle after it left the table. A handle
 * belongs to the registration that received it, and is of no use to another.
 *
 * <p>A handle inside an information object is given back together with it; {@link #reference()}
 * makes one that stays.
 *
 * <p>Two handles are equal when they refer to the same object through the same registration.
 * Equality does not depend on whether they were given back.
 *
 * @param <H> the kind of handle
 */
@ProviderType
public interface Handle<H extends Handle<H>> extends AutoCloseable {
    /**
     * Returns what kind of object this refers to.
     *
     * @return the kind
     */
    HandleKind kind();

    /**
     * Makes a further handle to the same object (RtmReferenceHandles).
     *
     * @return a new handle, owned by the caller
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended
     */
    H reference();

    /**
     * Gives this handle back. Does nothing if a successful delete consumed it, or if its
     * registration has ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if it was given back before
     */
    @Override
    void close();
}

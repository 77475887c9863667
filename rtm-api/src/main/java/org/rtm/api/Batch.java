package org.rtm.api;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Some handles or snapshots that one call returned together. The receiver owns them and closes the
 * batch, which gives back all that is still open in it; or closes each element by itself. An empty
 * batch is the end of an enumeration (ERROR_NO_MORE_ITEMS).
 *
 * @param <T> what is in the batch
 */
@ProviderType
public interface Batch<T> extends Iterable<T>, AutoCloseable {
    /**
     * Returns the elements.
     *
     * @return the elements in order, unmodifiable, the same list each time; readable also after the
     *     batch was closed
     */
    List<T> list();

    /**
     * Returns how many elements there are.
     *
     * @return zero or more
     */
    default int size() {
        return list().size();
    }

    /**
     * Says whether there are none: the end of an enumeration.
     *
     * @return true if the batch is empty
     */
    default boolean isEmpty() {
        return list().isEmpty();
    }

    @Override
    default java.util.Iterator<T> iterator() {
        return list().iterator();
    }

    /**
     * Returns the elements as a stream.
     *
     * @return a new stream of the elements in order
     */
    default Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /**
     * Gives back every element that is still open, and no other (RtmReleaseEntities,
     * RtmReleaseRoutes, RtmReleaseNextHops, RtmReleaseDests, RtmReleaseChangedDests). Does nothing
     * after the registration has ended.
     *
     * @throws RtmException {@code INVALID_HANDLE} if the batch was closed before
     */
    @Override
    void close();
}

package org.rtm.impl.entity;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.Batch;
import org.rtm.api.HandleKind;
import org.rtm.api.RtmStatus;
import org.rtm.api.TableEnumeration;

/** Goes through something in batches. Between batches it keeps no more than its place. */
abstract class AbstractEnumeration<T> implements TableEnumeration<T> {
    private final Registration registration;
    private boolean atEnd;
    private boolean closed;

    AbstractEnumeration(Registration registration) {
        this.registration = registration;
    }

    /** Counts this, when nothing can refuse it any more. */
    final TableEnumeration<T> counted() {
        registration.opened(this, HandleKind.ENUMERATION);
        return this;
    }

    /** Adds the next elements, as many as are still wanted. */
    abstract void collect(List<T> elements, int most);

    final Registration registration() {
        return registration;
    }

    @Override
    public final synchronized Batch<T> next(int most) {
        registration.requireOpen();
        if (closed) {
            throw RtmStatus.INVALID_HANDLE.because("the enumeration was closed before");
        }
        int limit = registration.profile().maxHandlesInCall();
        if (most < 1 || most > limit) {
            throw RtmStatus.INVALID_PARAMETER.because(
                    "%d elements cannot be fetched at a time; allowed are 1 to %d", most, limit);
        }
        List<T> elements = new ArrayList<>(Math.min(most, 64));
        if (!atEnd) {
            collect(elements, most);
            atEnd = elements.isEmpty();
        }
        return new ElementBatch<>(registration, elements);
    }

    /** Names this for operators. */
    @Override
    public final String toString() {
        return "enumeration of " + subject();
    }

    /** What is gone through. */
    abstract String subject();

    @Override
    public final synchronized void close() {
        if (registration.hasEnded()) {
            return;
        }
        if (closed) {
            throw RtmStatus.INVALID_HANDLE.because("the enumeration was closed before");
        }
        closed = true;
        registration.closed(this, HandleKind.ENUMERATION);
    }
}

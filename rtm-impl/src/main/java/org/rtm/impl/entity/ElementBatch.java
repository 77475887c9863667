package org.rtm.impl.entity;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rtm.api.Batch;
import org.rtm.api.RtmStatus;

/** Elements that one call returned together. */
final class ElementBatch<T> implements Batch<T> {
    private final Registration registration;
    private final List<T> elements;
    private final AtomicBoolean closed = new AtomicBoolean();

    ElementBatch(Registration registration, List<? extends T> elements) {
        this.registration = registration;
        this.elements = List.copyOf(elements);
    }

    @Override
    public List<T> list() {
        return elements;
    }

    @Override
    public void close() {
        if (registration.hasEnded()) {
            return;
        }
        if (!closed.compareAndSet(false, true)) {
            throw RtmStatus.INVALID_HANDLE.because(
                    "the batch of %d was given back before", elements.size());
        }
        for (T element : elements) {
            if (element instanceof AbstractHandle<?> handle) {
                if (handle.tryClose()) {
                    registration.closed(handle, handle.kind());
                }
            } else if (element instanceof OwnedReferences references && references.tryClose()) {
                references.closeReferences();
            }
        }
    }
}

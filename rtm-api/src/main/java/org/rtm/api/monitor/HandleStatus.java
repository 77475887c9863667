package org.rtm.api.monitor;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.rtm.api.HandleKind;

/** A handle that was handed out while handles were tracked, and not given back. */
@ProviderType
public interface HandleStatus {
    /**
     * Returns what kind of object the handle refers to.
     *
     * @return the kind
     */
    HandleKind kind();

    /**
     * Returns how many handles of this kind were handed out together, in one information.
     *
     * @return the number, at least 1
     */
    int count();

    /**
     * Names the object, or the information that the handle came in.
     *
     * @return for example {@code route of STATIC-1 to 10.0.0.0/8}
     */
    String target();

    /**
     * Returns since when it has been out.
     *
     * @return when it was handed out
     */
    Instant since();

    /**
     * Tells where it was taken.
     *
     * @return the client's side of the call stack, the innermost call first
     */
    List<StackTraceElement> takenAt();
}

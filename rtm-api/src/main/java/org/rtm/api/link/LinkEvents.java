package org.rtm.api.link;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells when interfaces of this host or their addresses change, as the operating system says it: a
 * service that is there as long as it is heard. What changed is not told; whoever wants to know
 * looks, by {@link java.net.NetworkInterface} for example.
 *
 * <p>Without this service, and from time to time with it, they look on their own.
 */
@ProviderType
public interface LinkEvents {
    /**
     * Has a listener called at once, and from then on whenever an interface appears, goes, changes
     * its state or its addresses. It may be called too often, on any thread, and has to return
     * soon. Safe from any thread.
     *
     * @param listener the listener; one that is there already is called, and is there once
     */
    void addListener(Runnable listener);

    /**
     * Has a listener called no more, except for a call that is going on. Safe from any thread.
     *
     * @param listener the listener; nothing happens if it is not there
     */
    void removeListener(Runnable listener);
}

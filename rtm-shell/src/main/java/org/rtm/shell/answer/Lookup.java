package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.NetAddress;
import org.rtm.api.View;

/**
 * What covers an address.
 *
 * @param address the address or prefix that was looked up
 * @param instance the instance
 * @param view the view
 * @param routes the best route of each destination that covers the address, the most specific first
 */
public record Lookup(NetAddress address, int instance, View view, List<RouteEntry> routes) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Lookup {
        routes = new ArrayList<>(routes);
    }
}

package org.rtm.protocol.local;

import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rtm.api.NetAddress;

/**
 * A route that follows from an address of an interface.
 *
 * @param prefix the connected network, or the address itself
 * @param interfaceIndex the interface
 * @param isOwn whether packets to it are for the router itself
 */
record LocalRoute(NetAddress prefix, int interfaceIndex, boolean isOwn) {
    /** Returns what follows from the addresses of all interfaces that are up. */
    static Set<LocalRoute> ofInterfaces() throws SocketException {
        Set<LocalRoute> routes = new HashSet<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp()) {
                routes.addAll(of(each.getIndex(), each.getInterfaceAddresses()));
            }
        }
        return routes;
    }

    private static Set<LocalRoute> of(int interfaceIndex, List<InterfaceAddress> addresses) {
        Set<LocalRoute> routes = new HashSet<>();
        for (InterfaceAddress address : addresses) {
            // Those never leave the host: no network is connected by them.
            if (!address.getAddress().isLoopbackAddress()) {
                routes.addAll(
                        of(
                                interfaceIndex,
                                NetAddress.host(address.getAddress()),
                                address.getNetworkPrefixLength()));
            }
        }
        return routes;
    }

    /** Returns what follows from an address: where it is all of its network, it is only itself. */
    static Set<LocalRoute> of(int interfaceIndex, NetAddress address, int length) {
        NetAddress network = NetAddress.masked(address.family(), address.bytes(), length);
        LocalRoute own = new LocalRoute(address, interfaceIndex, true);
        return network.equals(address)
                ? Set.of(own)
                : Set.of(own, new LocalRoute(network, interfaceIndex, false));
    }
}

package org.rtm.protocol.linux;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rtm.api.NetAddress;
import org.rtm.protocol.linux.KernelRoute.Hop;
import org.rtm.protocol.linux.KernelRoute.Type;

/** Our routes in the kernel, read one after the other while ip prints them. */
final class KernelRoutes implements AutoCloseable {
    /** What ip says of a table that no route was ever in. */
    private static final String NO_TABLE = "table does not exist";

    private final KernelTable table;
    private final Links links;
    private final IpShow show;

    /**
     * A route that was found.
     *
     * @param prefix the destination
     * @param route where packets to it go
     */
    record Found(NetAddress prefix, KernelRoute route) {}

    /** Starts to read. */
    KernelRoutes(KernelTable table, Links links, Watchdog watchdog, Duration longest)
            throws IpFailure {
        this.table = table;
        this.links = links;
        show = new IpShow(table.show(), watchdog, longest);
    }

    /** Whether the next route, or the end, may be read without waiting; true if that lasts. */
    boolean isReady() throws IpFailure {
        return show.isReady();
    }

    /** Returns the next route; empty if there is none. */
    Optional<Found> next() throws IpFailure {
        Members members = new Members();
        try {
            return show.next(members) ? Optional.of(members.found()) : Optional.empty();
        } catch (IpFailure e) {
            if (e.getMessage().contains(NO_TABLE)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private final class Members implements IpShow.Reader {
        private Type type = Type.UNICAST;
        private NetAddress prefix = NetAddress.all(table.family());
        private NetAddress gateway = NetAddress.unspecified(table.family());
        private int interfaceIndex;
        private final List<Hop> hops = new ArrayList<>();
        private Optional<NetAddress> source = Optional.empty();
        private long metric;

        @Override
        public void read(String member, JsonParser value) throws IOException {
            switch (member) {
                case "type" -> type = Type.of(value.getText());
                case "dst" -> {
                    if (!value.getText().equals("default")) {
                        prefix = NetAddress.parse(value.getText());
                    }
                }
                case "prefsrc" -> source = Optional.of(NetAddress.parse(value.getText()));
                case "metric" -> metric = value.getLongValue();
                case "nexthops" -> {
                    while (value.nextToken() == JsonToken.START_OBJECT) {
                        gateway = NetAddress.unspecified(table.family());
                        interfaceIndex = 0;
                        IpShow.members(value, this);
                        hops.add(new Hop(gateway, interfaceIndex));
                    }
                }
                case "gateway" -> gateway = NetAddress.parse(value.getText());
                case "dev" -> interfaceIndex = links.index(value.getText());
                default -> {}
            }
        }

        Found found() {
            if (type == Type.UNICAST && hops.isEmpty()) {
                hops.add(new Hop(gateway, interfaceIndex));
            }
            return new Found(
                    prefix,
                    new KernelRoute(type, type == Type.UNICAST ? hops : List.of(), source, metric));
        }
    }

    @Override
    public void close() {
        show.close();
    }
}

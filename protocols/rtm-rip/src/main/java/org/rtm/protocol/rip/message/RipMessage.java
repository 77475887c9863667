package org.rtm.protocol.rip.message;

import java.util.List;

/** What a router says to another one. */
public sealed interface RipMessage {
    /** The most entries in one message, an authentication counted as one. */
    int MOST_ENTRIES = 25;

    /** Asks for the whole table. */
    record TableRequest() implements RipMessage {}

    /**
     * Asks for certain routes.
     *
     * @param entries the routes, whose metrics the answer fills in
     */
    record RouteRequest(List<RipEntry> entries) implements RipMessage {
        public RouteRequest {
            entries = checked(entries);
        }
    }

    /**
     * Tells of routes, asked or unasked.
     *
     * @param entries the routes
     */
    record Response(List<RipEntry> entries) implements RipMessage {
        public Response {
            entries = checked(entries);
        }
    }

    private static List<RipEntry> checked(List<RipEntry> entries) {
        if (entries.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "%d entries are too many for a message; allowed are 0 to %d"
                            .formatted(entries.size(), MOST_ENTRIES));
        }
        return List.copyOf(entries);
    }
}

package org.rtm.protocol.rip.message;

import java.util.List;

/**
 * A message as it was understood.
 *
 * @param message the message, with those of its entries that make sense
 * @param refusals why each other entry was left out
 */
public record Received(RipMessage message, List<Refusal> refusals) {
    public Received {
        refusals = List.copyOf(refusals);
    }
}

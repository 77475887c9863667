package org.rtm.protocol.statics;

import java.util.Optional;

/**
 * A static route as operators see it.
 *
 * @param name the name of its configuration
 * @param instance the number of the virtual router, as configured
 * @param prefix the destination, as configured
 * @param target where packets go; empty if no configuration was ever right
 * @param metric the metric, as configured
 * @param state whether it is in the table
 * @param reason why it is not, or why its newest configuration was refused
 */
public record StaticEntry(
        String name,
        String instance,
        String prefix,
        String target,
        String metric,
        State state,
        Optional<String> reason) {
    /** Where a static route stands. */
    public enum State {
        /** It is in the table. */
        ACTIVE("active"),
        /** It is in the table as it was before its newest configuration, which is wrong. */
        ACTIVE_AS_BEFORE("active as before"),
        /** It is right, and something else is missing. */
        WAITING("waiting"),
        /** Its configuration is wrong. */
        REFUSED("refused");

        private final String text;

        State(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}

package org.rtm.api;

import java.util.Objects;

/**
 * What one invoked method returned (RTM_ENTITY_METHOD_OUTPUT).
 *
 * @param methodType the bit of the method (MethodType)
 * @param result its status and output; {@link RtmStatus#NOT_SUPPORTED} where there is no method for
 *     the bit, {@link RtmStatus#GEN_FAILURE} where it threw
 */
public record MethodOutput(int methodType, MethodResult result) {
    /**
     * Makes an output.
     *
     * @param methodType the bit of the method
     * @param result its status and output
     */
    public MethodOutput {
        Objects.requireNonNull(result);
    }
}

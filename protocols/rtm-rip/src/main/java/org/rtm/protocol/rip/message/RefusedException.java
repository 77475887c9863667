package org.rtm.protocol.rip.message;

import java.util.Objects;

/** A received datagram was refused as a whole. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public RefusedException(Refusal refusal, String message) {
        // Anybody on the network can cause it, as often as they like: no stack trace.
        super(message, null, false, false);
        this.refusal = Objects.requireNonNull(refusal);
    }

    public Refusal refusal() {
        return refusal;
    }
}

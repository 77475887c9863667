package org.rtm.api;

import java.util.Objects;

/** A refusal by the RTM. The refused call changed nothing. */
public class RtmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why the call was refused. */
    private final RtmStatus status;

    /**
     * Makes a refusal.
     *
     * @param status why the call was refused
     * @param message what was wrong, what was given, what is allowed
     */
    public RtmException(RtmStatus status, String message) {
        super(message);
        this.status = Objects.requireNonNull(status);
    }

    /**
     * Returns why the call was refused.
     *
     * @return the status
     */
    public RtmStatus status() {
        return status;
    }
}

package org.rtm.api;

import java.util.Locale;

/**
 * Why the RTM refused a call (the ERROR_ codes of RTMv2). Success has no status: a call that
 * returns has succeeded.
 *
 * <p>The codes of RTMv2 that are missing here cannot be a refusal in Java: an absent object is an
 * empty {@code Optional}, the end of an enumeration is an empty {@link Batch}, and buffers are the
 * RTM's own affair.
 */
public enum RtmStatus {
    /** The instance is not configured (ERROR_FILE_NOT_FOUND). */
    FILE_NOT_FOUND(2),
    /** The object belongs to another entity (ERROR_ACCESS_DENIED). */
    ACCESS_DENIED(5),
    /**
     * The handle was given back, belongs to another registration, or its registration has ended
     * (ERROR_INVALID_HANDLE).
     */
    INVALID_HANDLE(6),
    /**
     * An exported method threw (ERROR_GEN_FAILURE); seen only as the status of a method's output.
     */
    GEN_FAILURE(31),
    /** The view, method or function is not supported (ERROR_NOT_SUPPORTED). */
    NOT_SUPPORTED(50),
    /** A value is out of its range, or does not go with another (ERROR_INVALID_PARAMETER). */
    INVALID_PARAMETER(87),
    /** The identity is taken (ERROR_ALREADY_EXISTS). */
    ALREADY_EXISTS(183),
    /** Waiting would never end (ERROR_POSSIBLE_DEADLOCK). */
    POSSIBLE_DEADLOCK(1131),
    /** The object has left the table (ERROR_NOT_FOUND). */
    NOT_FOUND(1168),
    /** A configured limit is reached (ERROR_NO_SYSTEM_RESOURCES). */
    NO_SYSTEM_RESOURCES(1450),
    /** The instance has never had a valid configuration (ERROR_BAD_CONFIGURATION). */
    BAD_CONFIGURATION(1610);

    private final int number;

    RtmStatus(int number) {
        this.number = number;
    }

    /**
     * Returns the Win32 number of this status.
     *
     * @return the number that a C client of RTMv2 would have got
     */
    public int number() {
        return number;
    }

    /**
     * Makes the exception that refuses a call with this status.
     *
     * @param message what was wrong, what was given, what is allowed; a format of {@link
     *     java.util.Formatter}
     * @param arguments the values for the format
     * @return a new exception, for the caller to throw
     */
    public RtmException because(String message, Object... arguments) {
        return new RtmException(
                this,
                arguments.length == 0 ? message : String.format(Locale.ROOT, message, arguments));
    }
}

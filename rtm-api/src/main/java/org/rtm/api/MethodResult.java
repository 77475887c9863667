package org.rtm.api;

/**
 * What an exported method returns (MethodStatus, OutputSize and OutputData of
 * RTM_ENTITY_METHOD_OUTPUT).
 *
 * <p>Immutable.
 */
public final class MethodResult {
    /** The status of success (NO_ERROR). */
    public static final int NO_ERROR = 0;

    private final int status;
    private final byte[] data;

    private MethodResult(int status, byte[] data) {
        this.status = status;
        this.data = data.clone();
    }

    /**
     * Makes the result of a success.
     *
     * @param data the output; copied
     * @return the result
     */
    public static MethodResult of(byte... data) {
        return new MethodResult(NO_ERROR, data);
    }

    /**
     * Makes a result with a status.
     *
     * @param status a Win32 code, or one that the two entities agreed on
     * @param data the output; copied
     * @return the result
     */
    public static MethodResult withStatus(int status, byte... data) {
        return new MethodResult(status, data);
    }

    /**
     * Returns the status.
     *
     * @return {@link #NO_ERROR} for success
     */
    public int status() {
        return status;
    }

    /**
     * Returns the output.
     *
     * @return a new copy
     */
    public byte[] data() {
        return data.clone();
    }
}

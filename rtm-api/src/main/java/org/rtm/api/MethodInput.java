package org.rtm.api;

import java.util.Arrays;

/**
 * Which methods to invoke, with one input for all of them (RTM_ENTITY_METHOD_INPUT).
 *
 * <p>Immutable.
 */
public final class MethodInput {
    private final int methodType;
    private final byte[] data;

    /**
     * Makes an input.
     *
     * @param methodType the bits of the methods (MethodType), or {@link MethodType#ALL_METHODS}
     * @param data the input of each method (InputSize, InputData); copied
     */
    public MethodInput(int methodType, byte... data) {
        this.methodType = methodType;
        this.data = data.clone();
    }

    /**
     * Returns the bits of the methods.
     *
     * @return bit i stands for the exported method i
     */
    public int methodType() {
        return methodType;
    }

    /**
     * Returns the input of each method.
     *
     * @return a new copy
     */
    public byte[] data() {
        return data.clone();
    }

    @Override
    public String toString() {
        return "MethodInput["
                + Integer.toHexString(methodType)
                + ", "
                + Arrays.toString(data)
                + "]";
    }
}

package org.rtm.api;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every refusal of a value has in common. */
public final class Refusals {
    private Refusals() {}

    /** Checks that a value is refused, with this message, word for word. */
    public static void assertInvalid(ThrowingCallable call, String message) {
        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(call)
                .withMessage(message)
                .extracting(RtmException::status)
                .isEqualTo(RtmStatus.INVALID_PARAMETER);
    }
}

package org.rtm.precondition;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class PreconditionTest {
    private static final Optional<String> MISSING = Optional.of("there is no network");

    @Test
    void where_nothing_is_missing_a_test_goes_on() {
        assertThatCode(() -> Precondition.require("karaf", Optional.empty(), "karaf"))
                .doesNotThrowAnyException();
    }

    @Test
    void a_test_is_skipped_with_the_reason() {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> Precondition.require("karaf", MISSING, "lab,browser"))
                .withMessage("there is no network");
    }

    @Test
    void what_is_required_fails_with_the_reason() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Precondition.require("karaf", MISSING, "lab, karaf"))
                .withMessage(
                        "RTM_REQUIRE=lab, karaf requires karaf, which cannot be had: there is no network");
    }
}

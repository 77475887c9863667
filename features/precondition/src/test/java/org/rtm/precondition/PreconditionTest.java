package org.rtm.precondition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class PreconditionTest {
    private static final Optional<String> MISSING = Optional.of("there is no network");

    @Test
    void where_nothing_is_missing_a_test_goes_on() {
        assertThatCode(() -> Precondition.KARAF.require(Optional.empty(), "karaf"))
                .doesNotThrowAnyException();
        assertThat(Precondition.KARAF.reasonToSkip(Optional.empty(), "karaf")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "lab,browser", " lab , p2,"})
    void a_test_is_skipped_with_the_reason(String required) {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> Precondition.KARAF.require(MISSING, required))
                .withMessage("there is no network");
        assertThat(Precondition.KARAF.reasonToSkip(MISSING, required)).isEqualTo(MISSING);
    }

    @Test
    void what_is_required_fails_with_the_reason() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Precondition.KARAF.require(MISSING, "lab, karaf"))
                .withMessage(
                        "RTM_REQUIRE=lab, karaf requires karaf, which cannot be had: there is no network");
    }

    @Test
    void what_is_unknown_fails_also_where_nothing_is_missing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Precondition.KARAF.require(Optional.empty(), "karaf,labb"))
                .withMessage(
                        "RTM_REQUIRE=karaf,labb requires 'labb', which is unknown; allowed are browser, karaf, lab, namespace, p2, sling, tycho, with commas between them");
    }
}

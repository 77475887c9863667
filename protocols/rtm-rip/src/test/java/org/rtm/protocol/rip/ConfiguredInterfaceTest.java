package org.rtm.protocol.rip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.protocol.rip.engine.RipTimers;
import org.rtm.protocol.rip.engine.SplitHorizon;

class ConfiguredInterfaceTest {
    @Test
    void a_name_is_enough_and_the_rest_is_as_the_rfc_has_it() {
        ConfiguredInterface read = ConfiguredInterface.read(Map.of("interface.name", "eth0"));

        assertThat(read.name()).isEqualTo("eth0");
        assertThat(read.cost()).isEqualTo(1);
        assertThat(read.passive()).isFalse();
        assertThat(read.timers()).isEqualTo(RipTimers.STANDARD);
        assertThat(read.splitHorizon()).isEqualTo(SplitHorizon.POISONED_REVERSE);
        assertThat(read.kind()).isEqualTo("none");
    }

    @Test
    void values_are_read_given_as_themselves_or_as_text() {
        ConfiguredInterface read =
                ConfiguredInterface.read(
                        Map.of(
                                "interface.name", "eth0",
                                "cost", 3,
                                "passive", "true",
                                "timer.update", "5",
                                "timer.timeout", 30L,
                                "timer.garbage", "20",
                                "split.horizon", "simple",
                                "authentication", "md5",
                                "keys", new String[] {"1=old", "2=new=er"}));

        assertThat(read.cost()).isEqualTo(3);
        assertThat(read.passive()).isTrue();
        assertThat(read.timers())
                .isEqualTo(
                        new RipTimers(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(20)));
        assertThat(read.splitHorizon()).isEqualTo(SplitHorizon.SIMPLE);
        assertThat(read.keys()).isEqualTo(Map.of(1, "old", 2, "new=er"));
        assertThat(read.toString()).doesNotContain("old");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interface.name | ' ' | interface.name is not set; it has to be the name of an interface",
                "cost | 16 | 16 is not a cost; allowed are 1 to 15",
                "cost | much | cost is 'much'; it has to be a number",
                "passive | yes | passive is 'yes'; allowed are true and false",
                "keys | secret | keys are given, and authentication is none; it has to be password, md5 or an hmac-sha",
                "timer.update | 0 | the update timer is 0 seconds; allowed are 1 to 86400",
                "timer.timeout | 30 | the timeout is 30 seconds; it has to be longer than the update, which is 30",
                "split.horizon | on | split.horizon is 'on'; allowed are poisoned-reverse, simple and none",
                "authentication | sha | authentication is 'sha'; allowed are none, password, md5 and hmac-sha-1, -256, -384 and -512",
                "authentication | password | keys are 0; for a password it has to be one",
                "authentication | md5 | a digest needs a key; none is given",
                "authentication | HMAC-SHA-512 | a digest needs a key; none is given",
            })
    void a_wrong_value_is_refused_with_what_is_allowed(
            String property, String value, String message) {
        Map<String, Object> properties = new HashMap<>(Map.of("interface.name", "eth0"));
        properties.put(property, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfiguredInterface.read(properties))
                .withMessage(message);
    }

    @Test
    void two_keys_with_one_number_are_refused_without_showing_them() {
        Map<String, ?> properties =
                Map.of("interface.name", "eth0", "authentication", "md5", "keys", "1=one, 01=two");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfiguredInterface.read(properties))
                .withMessage("two keys have the number 1; each has its own");
    }

    @Test
    void without_authentication_no_keys_are_given_also_as_an_empty_text() {
        Map<String, ?> properties = Map.of("interface.name", "eth0", "keys", "");

        assertThat(ConfiguredInterface.read(properties).keys()).isEmpty();
    }

    @Test
    void a_wrong_key_is_refused_without_showing_it() {
        Map<String, ?> properties =
                Map.of("interface.name", "eth0", "authentication", "md5", "keys", "topsecret");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfiguredInterface.read(properties))
                .withMessage("a key is not of the form number=key with a number from 0 to 255");
    }
}

package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

class FibSettingsTest {
    @Test
    void without_properties_instance_0_goes_into_a_table_of_its_own() {
        assertThat(FibSettings.read(Map.of()))
                .isEqualTo(
                        new FibSettings(
                                0,
                                "",
                                10_000,
                                210,
                                20,
                                Map.of(),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(60),
                                false));
    }

    @Test
    void each_instance_has_a_table_unless_one_is_named() {
        assertThat(FibSettings.read(Map.of("instance", 7)).table()).isEqualTo(10_007);
        assertThat(FibSettings.read(Map.of("table", "main")).table()).isEqualTo(254);
        assertThat(FibSettings.read(Map.of("table", 42)).table()).isEqualTo(42);
    }

    @Test
    void sources_are_an_array_or_one_text_one_of_each_address_family() {
        Map<AddressFamily, NetAddress> both =
                Map.of(
                        AddressFamily.IPV4, NetAddress.parse("192.0.2.1"),
                        AddressFamily.IPV6, NetAddress.parse("2001:db8::1"));

        assertThat(FibSettings.read(Map.of("source", "192.0.2.1, 2001:db8::1")).sources())
                .isEqualTo(both);
        assertThat(
                        FibSettings.read(
                                        Map.of("source", new String[] {"192.0.2.1", "2001:db8::1"}))
                                .sources())
                .isEqualTo(both);
        assertThat(FibSettings.read(Map.of("source", List.of("2001:db8::1"))).sources())
                .containsOnlyKeys(AddressFamily.IPV6);
    }

    @Test
    void what_is_wrong_is_refused_with_what_is_allowed() {
        assertRefused("instance", "x", "instance is 'x'; allowed is a number from 0 to 65535");
        assertRefused("protocol", 4, "protocol is '4'; allowed is a number from 5 to 255");
        assertRefused("metric", 0, "metric is '0'; allowed is a number from 1 to 4294967295");
        assertRefused("withdraw", "no", "withdraw is 'no'; allowed are true and false");
        assertRefused(
                "namespace",
                "a;b",
                "namespace is 'a;b'; allowed are letters, digits, '.', '_' and '-'");
        assertRefused(
                "table",
                255,
                "table is '255'; allowed are main and a number from 1 to 4294967295 but 253 and 255");
        assertRefused("table", "local", "table is 'local'; allowed are main and a number");
        assertRefused(
                "source",
                "10.0.0.0/8",
                "source is '10.0.0.0/8'; allowed are addresses of this router");
        assertRefused("source", "eth0", "source is 'eth0'; allowed are addresses of this router");
        assertRefused(
                "source",
                "192.0.2.1,192.0.2.2",
                "source has two IPv4 addresses; allowed is one of each family");
    }

    private static void assertRefused(String name, Object value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FibSettings.read(Map.of(name, value)))
                .withMessageStartingWith(message);
    }
}

package org.rtm.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityId;
import org.rtm.api.ProtocolId;
import org.rtm.api.View;
import org.rtm.impl.InstanceSettings.WrongValue;
import org.rtm.impl.entity.Limits;

class InstanceSettingsTest {
    private static final String VIEWS_ALLOWED =
            "number=name with numbers from 0 to 31 and names of letters, digits and '-', each once;"
                    + " 0=unicast is among them, and 1 and multicast only go together";
    private static final String PREFERENCES_ALLOWED =
            "protocol=number with a protocol's name or number, each once, and 1 to 4294967295";

    /** Reads one property of instance 7. */
    private static InstanceSettings read(String property, Object value) throws WrongValue {
        Map<String, Object> properties = new HashMap<>(Map.of("instance", 7));
        properties.put(property, value);
        return InstanceSettings.read(properties);
    }

    private static void assertRefused(String property, Object value, String message) {
        Map<String, Object> properties = new HashMap<>(Map.of("instance", 7));
        properties.put(property, value);
        assertThatExceptionOfType(WrongValue.class)
                .isThrownBy(() -> InstanceSettings.read(properties))
                .withMessage(message);
    }

    @Test
    void without_any_property_but_the_instance_all_have_their_defaults() throws Exception {
        InstanceSettings settings = InstanceSettings.read(Map.of("instance", 3));

        assertThat(settings.instance()).isEqualTo(3);
        assertThat(settings.families()).containsExactly(AddressFamily.IPV4, AddressFamily.IPV6);
        assertThat(settings.views()).containsExactly(View.UNICAST, View.MULTICAST);
        assertThat(settings.limits())
                .isEqualTo(
                        new Limits(
                                64,
                                1024,
                                16,
                                64,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(240),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(300),
                                Duration.ofSeconds(30),
                                false));
        assertThat(settings).isEqualTo(InstanceSettings.defaults(3));
    }

    @ParameterizedTest
    @CsvSource({
        "LOCAL, 1",
        "STATIC, 3",
        "STATIC-NON-DOD, 5",
        "AUTOSTATIC, 7",
        "NETMGMT, 10",
        "BGP, 15",
        "OSPF, 110",
        "RIP, 120",
        "BGP-INTERNAL, 200",
        "IS-IS, 250",
        "77, 250"
    })
    void protocols_have_their_default_preferences(String protocol, int preference) {
        assertThat(preferenceOf(InstanceSettings.defaults(0), protocol)).isEqualTo(preference);
    }

    private static long preferenceOf(InstanceSettings settings, String protocol) {
        return Integer.toUnsignedLong(
                settings.preferences().of(new EntityId(ProtocolId.parse(protocol), 1)));
    }

    @Test
    void the_properties_are_shown_with_their_values_in_the_order_of_their_description() {
        assertThat(InstanceSettings.defaults(0).properties())
                .containsExactly(
                        Map.entry("instance", "0"),
                        Map.entry("address.families", "ipv4, ipv6"),
                        Map.entry("views", "0=unicast, 1=multicast"),
                        Map.entry("next.hops.in.route", "64"),
                        Map.entry("handles.in.call", "1024"),
                        Map.entry("opaque.slots", "16"),
                        Map.entry("change.registrations", "64"),
                        Map.entry("routes.in.entity", "10000000"),
                        Map.entry("routes.in.table", "10000000"),
                        Map.entry("hold.longest", "240"),
                        Map.entry("lock.longest", "5"),
                        Map.entry("retention.longest", "300"),
                        Map.entry("deregistration.wait", "5"),
                        Map.entry("expiry.answer", "30"),
                        Map.entry("handle.tracking", "false"),
                        Map.entry(
                                "preferences",
                                "LOCAL=1, NETMGMT=10, RIP=120, OSPF=110, BGP=15, AUTOSTATIC=7,"
                                        + " STATIC=3, STATIC-NON-DOD=5, BGP-INTERNAL=200"));
    }

    @Test
    void what_is_shown_can_be_read_again() throws Exception {
        Map<String, String> shown = read("preferences", "rip=4294967295").properties();

        assertThat(InstanceSettings.read(shown).properties()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "instance, 0, 65535",
        "next.hops.in.route, 1, 1024",
        "handles.in.call, 1, 65536",
        "opaque.slots, 0, 1024",
        "change.registrations, 0, 4096",
        "routes.in.entity, 1, 2147483647",
        "routes.in.table, 1, 2147483647",
        "hold.longest, 1, 86400",
        "lock.longest, 1, 3600",
        "retention.longest, 1, 86400",
        "deregistration.wait, 0, 3600",
        "expiry.answer, 1, 3600"
    })
    void a_number_is_taken_up_to_its_bounds_and_refused_beyond(String property, int least, int most)
            throws Exception {
        String allowed = "; allowed is a number from " + least + " to " + most;

        assertThat(read(property, least).properties()).containsEntry(property, "" + least);
        assertThat(read(property, " " + most + " ").properties())
                .as("as text")
                .containsEntry(property, "" + most);
        assertThat(read(property, (long) most).properties())
                .as("as another number")
                .containsEntry(property, "" + most);
        assertRefused(property, least - 1, property + " is '" + (least - 1) + "'" + allowed);
        assertRefused(property, most + 1L, property + " is '" + (most + 1L) + "'" + allowed);
        assertRefused(
                property,
                "99999999999999999999",
                property + " is '99999999999999999999'" + allowed);
        assertRefused(property, "many", property + " is 'many'" + allowed);
        assertRefused(property, "", property + " is ''" + allowed);
        assertRefused(property, 1.5, property + " is '1.5'" + allowed);
        assertRefused(property, true, property + " is 'true'" + allowed);
        assertRefused(property, new int[] {1, 2}, property + " is '[1, 2]'" + allowed);
    }

    @Test
    void every_number_is_taken_for_what_it_names() throws Exception {
        Map<String, Object> properties = new HashMap<>();
        List<String> names =
                List.of(
                        "next.hops.in.route",
                        "handles.in.call",
                        "opaque.slots",
                        "change.registrations",
                        "deregistration.wait",
                        "hold.longest",
                        "lock.longest",
                        "retention.longest",
                        "expiry.answer");
        for (String name : names) {
            properties.put(name, 101 + names.indexOf(name));
        }
        properties.put("instance", "9");
        properties.put("handle.tracking", "true");

        InstanceSettings settings = InstanceSettings.read(properties);

        assertThat(settings.instance()).isEqualTo(9);
        assertThat(settings.limits())
                .isEqualTo(
                        new Limits(
                                101,
                                102,
                                103,
                                104,
                                Duration.ofSeconds(105),
                                Duration.ofSeconds(106),
                                Duration.ofSeconds(107),
                                Duration.ofSeconds(108),
                                Duration.ofSeconds(109),
                                true));
    }

    @Test
    void handle_tracking_is_true_or_false() throws Exception {
        assertThat(read("handle.tracking", true).limits().handleTracking()).isTrue();
        assertThat(read("handle.tracking", " False ").limits().handleTracking()).isFalse();
        assertRefused(
                "handle.tracking", "yes", "handle.tracking is 'yes'; allowed is true or false");
    }

    @Test
    void the_instance_has_no_default() {
        assertRefused("instance", null, "instance is not set; allowed is a number from 0 to 65535");
    }

    @Test
    void lists_are_taken_as_text_arrays_and_collections() throws Exception {
        Function<Object, Object> families =
                value -> {
                    try {
                        return read("address.families", value).families();
                    } catch (WrongValue e) {
                        throw new IllegalArgumentException(e);
                    }
                };

        assertThat(families.apply("ipv6")).asString().isEqualTo("[IPv6]");
        assertThat(families.apply(" IPv6 , ipv4 ")).asString().isEqualTo("[IPv4, IPv6]");
        assertThat(families.apply(new String[] {"ipv6", "ipv4"}))
                .asString()
                .isEqualTo("[IPv4, IPv6]");
        assertThat(families.apply(List.of("ipv4", "ipv4"))).asString().isEqualTo("[IPv4]");
    }

    @Test
    void address_families_that_are_none_are_refused() {
        assertRefused(
                "address.families",
                "ipv4, ipx",
                "address.families is 'ipx'; allowed is ipv4, ipv6 or both");
        assertRefused(
                "address.families",
                new String[0],
                "address.families is '[]'; allowed is ipv4, ipv6 or both");
        assertRefused(
                "address.families", " ", "address.families is ' '; allowed is ipv4, ipv6 or both");
    }

    @Test
    void views_are_numbers_with_names() throws Exception {
        InstanceSettings settings =
                read("views", new String[] {"31=lab-2", " 0 = unicast ", "5=management"});

        assertThat(settings.views())
                .containsExactly(View.UNICAST, new View(5, "management"), new View(31, "lab-2"));
        assertThat(settings.properties())
                .containsEntry("views", "0=unicast, 5=management, 31=lab-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "32=lab",
                "-1=lab",
                "100=lab",
                "x=lab",
                "5",
                "5=",
                "5=a=b",
                "5=two words",
                "5=2x",
                "5=ünicast",
                "0=unicast",
                "0=other",
                "5=unicast",
                "1=lab",
                "5=multicast"
            })
    void a_view_that_is_none_or_is_there_already_is_refused(String view) {
        assertRefused(
                "views",
                List.of("0=unicast", view),
                "views is '" + view + "'; allowed is " + VIEWS_ALLOWED);
    }

    @Test
    void views_without_the_unicast_one_are_refused() {
        assertRefused(
                "views",
                new String[] {"1=multicast"},
                "views is '[1=multicast]'; allowed is " + VIEWS_ALLOWED);
        assertRefused(
                "views",
                "0=lab, 1=multicast",
                "views is '0=lab, 1=multicast'; allowed is " + VIEWS_ALLOWED);
        assertRefused("views", "", "views is ''; allowed is " + VIEWS_ALLOWED);
    }

    @Test
    void preferences_replace_the_defaults_of_the_protocols_named() throws Exception {
        InstanceSettings settings =
                read("preferences", new String[] {"rip=100", " 77 = 4294967295", "Bgp-Internal=1"});

        assertThat(preferenceOf(settings, "RIP")).isEqualTo(100);
        assertThat(preferenceOf(settings, "77")).isEqualTo(4294967295L);
        assertThat(preferenceOf(settings, "BGP-INTERNAL")).isEqualTo(1);
        assertThat(preferenceOf(settings, "OSPF")).isEqualTo(110);
        assertThat(settings.properties().get("preferences"))
                .contains("RIP=100")
                .contains("77=4294967295");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rip",
                "rip=",
                "rip=0",
                "rip=-1",
                "rip=4294967296",
                "rip=low",
                "ripp=1",
                "=1",
                "rip=1=2",
                "ospf=9"
            })
    void a_preference_that_is_none_or_named_twice_is_refused(String preference) {
        assertRefused(
                "preferences",
                "ospf=8, " + preference,
                "preferences is '" + preference + "'; allowed is " + PREFERENCES_ALLOWED);
    }

    @Test
    void properties_that_are_not_ours_are_left_alone() throws Exception {
        assertThat(read("service.pid", "org.rtm.instance~7"))
                .isEqualTo(InstanceSettings.defaults(7));
    }
}

package org.rtm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.api.Refusals.assertInvalid;

import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityIdentityTest {
    @Test
    void a_protocol_is_made_of_type_vendor_and_protocol() {
        ProtocolId protocol = ProtocolId.of(2, 0x1234, 0xABCD);

        assertThat(protocol.type()).isEqualTo(2);
        assertThat(protocol.vendor()).isEqualTo(0x1234);
        assertThat(protocol.protocol()).isEqualTo(0xABCD);
        assertThat(protocol.number()).isEqualTo(0x9234_ABCD);
    }

    @Test
    void parts_of_a_protocol_that_do_not_fit_are_cut() {
        assertThat(ProtocolId.of(5, 0x1_0001, 0x1_0002)).isEqualTo(ProtocolId.of(1, 1, 2));
    }

    @Test
    void a_protocol_is_read_by_name_in_any_case_or_by_number() {
        assertThat(ProtocolId.parse("rip")).isEqualTo(ProtocolId.RIP);
        assertThat(ProtocolId.parse("Bgp-Internal")).isEqualTo(ProtocolId.BGP_INTERNAL);
        assertThat(ProtocolId.parse("8")).isEqualTo(ProtocolId.RIP);
        assertThat(ProtocolId.parse("4294967295")).isEqualTo(ProtocolId.THIS);
    }

    @Test
    void a_protocol_is_written_by_its_name_or_as_an_unsigned_number() {
        assertThat(ProtocolId.IS_IS).hasToString("IS-IS");
        assertThat(ProtocolId.NT_STATIC).hasToString("STATIC");
        assertThat(new ProtocolId(-2)).hasToString("4294967294");
    }

    @Test
    void what_is_written_of_a_protocol_is_read_as_the_same() {
        assertThat(
                        Stream.of(
                                ProtocolId.BEST,
                                ProtocolId.THIS,
                                ProtocolId.LOCAL,
                                ProtocolId.NT_STATIC_NON_DOD,
                                ProtocolId.BGP_INTERNAL,
                                new ProtocolId(77)))
                .allSatisfy(
                        protocol ->
                                assertThat(ProtocolId.parse(protocol.toString()))
                                        .isEqualTo(protocol));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ripp", "", "-1", "4294967296", "8.0"})
    void another_protocol_is_refused_with_the_names_there_are(String text) {
        assertInvalid(
                () -> ProtocolId.parse(text),
                "'"
                        + text
                        + "' is not a protocol: neither a number nor one of [AUTOSTATIC, BBN, BGP,"
                        + " BGP-INTERNAL, BOOTP, CISCO, DHCP, DVMRP, EGP, EIGRP, ES-IS, GGP, HELLO,"
                        + " ICMP, IDPR, IS-IS, LOCAL, NETMGMT, OSPF, OTHER, RIP, RPL, STATIC,"
                        + " STATIC-NON-DOD, VRRP]");
    }

    @Test
    void identities_are_ordered_by_protocol_then_instance_both_unsigned() {
        EntityId ripOne = new EntityId(ProtocolId.RIP, 1);
        EntityId ripMany = new EntityId(ProtocolId.RIP, -1);
        EntityId bgp = new EntityId(ProtocolId.BGP, 0);
        EntityId far = new EntityId(new ProtocolId(0x8000_0000), 0);

        assertThat(Stream.of(far, ripMany, bgp, ripOne).sorted())
                .containsExactly(ripOne, ripMany, bgp, far);
    }

    @Test
    void an_identity_is_one_number_too() {
        EntityId id = new EntityId(ProtocolId.RIP, -1);

        assertThat(id.number()).isEqualTo(0xFFFF_FFFF_0000_0008L);
        assertThat(EntityId.of(id.number())).isEqualTo(id);
        assertThat(id).hasToString("RIP-4294967295");
    }

    @Test
    void an_entity_without_a_name_has_its_protocols_and_instances() {
        EntityInfo info = EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1);

        assertThat(info.name()).isEqualTo("RIP-1");
        assertThat(info.instance()).isEmpty();
    }

    @Test
    void an_entity_is_named_and_put_into_an_instance_by_copies() {
        EntityInfo info = EntityInfo.of(AddressFamily.IPV6, ProtocolId.OSPF, 2);

        EntityInfo changed = info.named("ospf-core").inInstance(65535);

        assertThat(changed)
                .isEqualTo(
                        new EntityInfo(
                                OptionalInt.of(65535),
                                AddressFamily.IPV6,
                                new EntityId(ProtocolId.OSPF, 2),
                                "ospf-core"));
        assertThat(info).isEqualTo(EntityInfo.of(AddressFamily.IPV6, ProtocolId.OSPF, 2));
    }

    @Test
    void an_instance_out_of_range_and_a_blank_name_are_refused() {
        EntityInfo info = EntityInfo.of(AddressFamily.IPV4, ProtocolId.RIP, 1);

        assertInvalid(
                () -> info.inInstance(65536), "65536 is not an instance; allowed are 0 to 65535");
        assertInvalid(() -> info.inInstance(-1), "-1 is not an instance; allowed are 0 to 65535");
        assertInvalid(() -> info.named(" "), "the name of entity RIP-1 is blank");
    }
}

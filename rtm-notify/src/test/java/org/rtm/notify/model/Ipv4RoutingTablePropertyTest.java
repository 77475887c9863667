package org.rtm.notify.model;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import org.rtm.api.AddressFamily;

/**
 * The model test of the IPv4 table, as its own class so that both families run beside each other.
 */
class Ipv4RoutingTablePropertyTest {
    @Property(tries = RandomCalls.SEQUENCES, edgeCases = EdgeCasesMode.NONE)
    void the_ipv4_table_is_as_a_naive_one(@ForAll("calls") ActionChain<SideBySide> calls) {
        RandomCalls.run(calls);
    }

    @Provide
    ActionChainArbitrary<SideBySide> calls() {
        return RandomCalls.to(AddressFamily.IPV4);
    }
}

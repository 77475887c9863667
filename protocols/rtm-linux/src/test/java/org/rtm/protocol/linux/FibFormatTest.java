package org.rtm.protocol.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

class FibFormatTest {
    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");

    @Test
    void a_report_has_figures_the_last_comparison_and_reasons() {
        FibReport report =
                new FibReport(
                        List.of(fib(Map.of(NetAddress.parse("10.7.0.0/16"), "File exists"), "")),
                        Map.of("lab", "metric is '0'"));

        assertThat(FibFormat.format(report, NOW))
                .isEqualTo(
                        """
                        Instance 0, IPv4: kernel table 10000, protocol 210
                          12 installed, 3 queued, 1 rejected, 2 left from before
                          compared 5 s ago in 40 ms: the kernel had 12, 1 missing, 2 different, 3 surplus
                          10.7.0.0/16 rejected: File exists
                        Configuration lab is refused: metric is '0'""");
    }

    @Test
    void a_report_says_what_is_waited_for() {
        assertThat(FibFormat.format(new FibReport(List.of(fib(Map.of(), "no ip")), Map.of()), NOW))
                .endsWith("\n  waits: no ip");
    }

    @Test
    void of_many_reasons_some_are_listed() {
        Map<NetAddress, String> reasons = new TreeMap<>();
        for (int i = 0; i < 25; i++) {
            reasons.put(NetAddress.parse("10.%d.0.0/16".formatted(i)), "why");
        }

        assertThat(FibFormat.format(new FibReport(List.of(fib(reasons, "")), Map.of()), NOW))
                .contains("10.19.0.0/16 rejected: why")
                .doesNotContain("10.20.0.0/16")
                .endsWith("\n  and 5 more");
    }

    @Test
    void without_a_configuration_the_report_names_it() {
        assertThat(FibFormat.format(new FibReport(List.of(), Map.of()), NOW))
                .isEqualTo("nothing is forwarded: no configuration org.rtm.protocol.linux");
    }

    @Test
    void differences_have_both_sides() {
        List<FibDifference> differences =
                List.of(
                        new FibDifference(NetAddress.parse("10.1.0.0/16"), "", "via 192.0.2.1"),
                        new FibDifference(NetAddress.parse("10.2.0.0/16"), "blackhole", ""));

        assertThat(
                        FibFormat.format(
                                new FibDifferences(
                                        List.of(
                                                new FibDifferences.OfFib(
                                                        fib(Map.of(), ""), differences)))))
                .isEqualTo(
                        """
                        Instance 0, IPv4: kernel table 10000, protocol 210: 2 differences
                          10.1.0.0/16: missing, should be via 192.0.2.1
                          10.2.0.0/16: blackhole, should be no route""");
    }

    private static FibStatus fib(Map<NetAddress, String> reasons, String problem) {
        return new FibStatus(
                0,
                AddressFamily.IPV4,
                "",
                10_000,
                210,
                12,
                3,
                1,
                2,
                reasons,
                true,
                problem,
                Optional.of(
                        new FibComparison(
                                NOW.minusSeconds(5), Duration.ofMillis(40), 12, 1, 2, 3)));
    }
}

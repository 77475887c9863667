package org.rtm.protocol.rip.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.rtm.protocol.rip.engine.TestRouter.LAN;
import static org.rtm.protocol.rip.engine.TestRouter.NEIGHBOUR;
import static org.rtm.protocol.rip.engine.TestRouter.OTHER_NEIGHBOUR;
import static org.rtm.protocol.rip.engine.TestRouter.WAN;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rtm.api.NetAddress;
import org.rtm.protocol.rip.message.Authentication;
import org.rtm.protocol.rip.message.Digest;
import org.rtm.protocol.rip.message.MessageFormat;
import org.rtm.protocol.rip.message.Refusal;
import org.rtm.protocol.rip.message.RipEntry;
import org.rtm.protocol.rip.message.RipMessage;

class RipEngineTest {
    private static final String PREFIX = "10.1.0.0/16";
    private static final NetAddress DESTINATION = NetAddress.parse(PREFIX);

    private final TestRouter router = new TestRouter();

    @Test
    void a_route_is_learned_with_the_cost_of_the_interface_added() {
        router.hear(NEIGHBOUR, PREFIX, 3);

        LearnedRoute route = router.learned.get(DESTINATION);
        assertThat(route.metric()).isEqualTo(4);
        assertThat(route.neighbour()).isEqualTo(NEIGHBOUR);
        assertThat(route.nextHop()).isEqualTo(NEIGHBOUR);
        assertThat(route.through().name()).isEqualTo(LAN);
    }

    @Test
    void a_route_that_the_cost_makes_infinite_is_not_learned() {
        router.hear(NEIGHBOUR, PREFIX, 15);

        assertThat(router.learned).isEmpty();
        assertThat(router.routes()).noneMatch(route -> route.startsWith(PREFIX));
    }

    @Test
    void a_route_that_cannot_be_used_is_not_told_to_anybody() {
        router.isFull = true;

        router.hear(NEIGHBOUR, PREFIX, 3);

        assertThat(router.routes()).noneMatch(route -> route.startsWith(PREFIX));
        assertThat(router.sent).isEmpty();
    }

    @Test
    void a_route_that_cannot_be_used_any_more_is_told_as_unreachable() {
        router.hear(NEIGHBOUR, PREFIX, 3);
        router.hear(NEIGHBOUR, "10.2.0.0/16", 3);
        router.pass(Duration.ofSeconds(11));
        router.sent.clear();
        router.isFull = true;
        router.learned.remove(DESTINATION);

        router.engine.offerLearned();
        router.engine.runDue();

        assertThat(router.told(WAN)).containsExactly(List.of(PREFIX + " 16"));
        assertThat(router.routes()).contains("10.2.0.0/16 4 LEARNED");

        router.engine.loseLearned();

        assertThat(router.routes()).contains("10.2.0.0/16 16 UNREACHABLE");
        assertThat(router.learned).isEmpty();
    }

    @Test
    void the_neighbours_are_asked_again_where_it_is_not_passive() {
        router.attach(
                TestRouter.lan(LAN, 1, "192.0.2.1", 1, true, SplitHorizon.SIMPLE),
                Authentication.none());
        router.sent.clear();

        router.engine.ask();

        assertThat(router.sent)
                .containsExactly(
                        new TestRouter.Sent(WAN, RipEngine.ROUTERS, new RipMessage.TableRequest()));
    }

    @Test
    void a_better_route_of_another_neighbour_is_taken_and_a_worse_one_is_not() {
        router.hear(NEIGHBOUR, PREFIX, 3);

        router.hear(OTHER_NEIGHBOUR, PREFIX, 4);
        assertThat(router.learned.get(DESTINATION).neighbour()).isEqualTo(NEIGHBOUR);

        router.hear(OTHER_NEIGHBOUR, PREFIX, 2);
        assertThat(router.learned.get(DESTINATION).neighbour()).isEqualTo(OTHER_NEIGHBOUR);
        assertThat(router.learned.get(DESTINATION).metric()).isEqualTo(3);
    }

    @Test
    void the_neighbour_that_a_route_is_from_is_believed_also_when_it_gets_worse() {
        router.hear(NEIGHBOUR, PREFIX, 3);

        router.hear(NEIGHBOUR, PREFIX, 9);

        assertThat(router.learned.get(DESTINATION).metric()).isEqualTo(10);
    }

    @Test
    void an_equal_route_of_another_neighbour_is_taken_when_the_old_one_is_half_timed_out() {
        router.hear(NEIGHBOUR, PREFIX, 3);

        router.pass(Duration.ofSeconds(89));
        router.hear(OTHER_NEIGHBOUR, PREFIX, 3);
        assertThat(router.learned.get(DESTINATION).neighbour()).isEqualTo(NEIGHBOUR);

        router.pass(Duration.ofSeconds(1));
        router.hear(OTHER_NEIGHBOUR, PREFIX, 3);
        assertThat(router.learned.get(DESTINATION).neighbour()).isEqualTo(OTHER_NEIGHBOUR);
    }

    @Test
    void a_neighbour_that_does_not_have_the_route_does_not_keep_it_alive() {
        router.hear(NEIGHBOUR, PREFIX, 3);

        router.pass(Duration.ofSeconds(80));
        router.hear(OTHER_NEIGHBOUR, PREFIX, 5);
        router.pass(Duration.ofSeconds(100));

        assertThat(router.learned).isEmpty();
    }

    @Test
    void a_route_not_told_of_for_180_seconds_is_unreachable_and_after_120_more_forgotten() {
        router.hear(NEIGHBOUR, PREFIX, 3);

        router.pass(Duration.ofSeconds(179));
        assertThat(router.routes()).contains(PREFIX + " 4 LEARNED");

        router.pass(Duration.ofSeconds(1));
        assertThat(router.routes()).contains(PREFIX + " 16 UNREACHABLE");
        assertThat(router.learned).isEmpty();

        router.pass(Duration.ofSeconds(119));
        assertThat(router.routes()).contains(PREFIX + " 16 UNREACHABLE");

        router.pass(Duration.ofSeconds(1));
        assertThat(router.routes()).noneMatch(route -> route.startsWith(PREFIX));
    }

    @Test
    void a_route_told_of_again_lives_another_180_seconds() {
        router.hear(NEIGHBOUR, PREFIX, 3);
        router.pass(Duration.ofSeconds(170));

        router.hear(NEIGHBOUR, PREFIX, 3);

        router.pass(Duration.ofSeconds(179));
        assertThat(router.learned).containsKey(DESTINATION);
        router.pass(Duration.ofSeconds(1));
        assertThat(router.learned).isEmpty();
    }

    @Test
    void the_timers_of_the_interface_count() {
        InterfaceSettings plain =
                TestRouter.lan(LAN, 1, "192.0.2.1", 1, false, SplitHorizon.SIMPLE);
        router.attach(
                new InterfaceSettings(
                        LAN,
                        1,
                        plain.addresses(),
                        1,
                        false,
                        new RipTimers(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(20)),
                        SplitHorizon.SIMPLE),
                Authentication.none());
        router.hear(NEIGHBOUR, PREFIX, 3);

        router.pass(Duration.ofSeconds(29));
        assertThat(router.learned).containsKey(DESTINATION);
        router.pass(Duration.ofSeconds(1));
        assertThat(router.learned).isEmpty();
        router.pass(Duration.ofSeconds(20));
        router.sent.clear();
        router.pass(Duration.ofSeconds(36));

        assertThat(router.told(LAN))
                .isNotEmpty()
                .allMatch(told -> told.stream().noneMatch(route -> route.startsWith(PREFIX)));
        assertThat(router.told(WAN)).isNotEmpty().allMatch(told -> told.contains(PREFIX + " 16"));
    }

    @Test
    void a_withdrawn_route_is_unreachable_at_once_and_can_come_back() {
        router.hear(NEIGHBOUR, PREFIX, 3);

        router.hear(NEIGHBOUR, PREFIX, 16);
        assertThat(router.routes()).contains(PREFIX + " 16 UNREACHABLE");
        assertThat(router.learned).isEmpty();

        router.hear(OTHER_NEIGHBOUR, PREFIX, 14);
        assertThat(router.routes()).contains(PREFIX + " 15 LEARNED");
        router.pass(Duration.ofSeconds(121));
        assertThat(router.routes()).contains(PREFIX + " 15 LEARNED");
    }

    @Test
    void a_next_hop_on_the_network_is_taken_and_another_one_is_the_sender() {
        NetAddress third = NetAddress.parse("192.0.2.77");
        NetAddress far = NetAddress.parse("203.0.113.1");

        router.receive(LAN, NEIGHBOUR, response(PREFIX, third));
        assertThat(router.learned.get(DESTINATION).nextHop()).isEqualTo(third);

        router.receive(LAN, NEIGHBOUR, response(PREFIX, far));
        assertThat(router.learned.get(DESTINATION).nextHop()).isEqualTo(NEIGHBOUR);
    }

    @Test
    void a_route_through_this_router_itself_or_to_the_network_it_came_from_is_not_learned() {
        router.receive(LAN, NEIGHBOUR, response(PREFIX, NetAddress.parse("192.0.2.1")));
        router.hear(NEIGHBOUR, "192.0.2.0/24", 1);

        assertThat(router.learned).isEmpty();
    }

    @Test
    void updates_go_out_every_30_seconds_give_or_take_5_and_not_always_the_same() {
        Set<Duration> intervals = new HashSet<>();

        for (int i = 0; i < 20; i++) {
            Duration left = router.lan().nextUpdate().orElseThrow();
            router.pass(left);
            Duration next = router.lan().nextUpdate().orElseThrow();
            assertThat(next).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(35));
            intervals.add(next);
        }

        assertThat(router.told(LAN)).hasSize(20);
        assertThat(router.sent).allMatch(sent -> sent.to().equals(RipEngine.ROUTERS));
        assertThat(intervals).hasSizeGreaterThan(10);
    }

    @Test
    void an_update_of_many_routes_takes_several_messages_of_25() {
        for (int i = 0; i < 60; i++) {
            router.redistribute("10.%d.0.0/16".formatted(i), 1);
        }
        router.pass(Duration.ofSeconds(6));
        router.sent.clear();

        router.pass(Duration.ofSeconds(30));

        // The 60, and the network of the other interface.
        assertThat(router.told(LAN).stream().map(List::size)).containsExactly(25, 25, 11);
    }

    @Test
    void with_authentication_an_entry_less_fits_into_a_message() {
        Authentication password = Authentication.password("secret");
        List<Integer> sizes = new ArrayList<>();
        RipOutput output =
                new RipOutput() {
                    @Override
                    public void send(String name, InetSocketAddress to, byte[] datagram) {
                        sizes.add(datagram.length);
                    }

                    @Override
                    public boolean reachable(LearnedRoute route) {
                        throw new AssertionError(route);
                    }

                    @Override
                    public void unreachable(LearnedRoute route) {
                        throw new AssertionError(route);
                    }
                };
        RipEngine engine = new RipEngine(Instant::now, new Random(1), output);
        for (int i = 0; i < 25; i++) {
            engine.redistribute(
                    new ExternalRoute(
                            NetAddress.parse("10.%d.0.0/16".formatted(i)), 1, 0, Optional.empty()));
        }

        engine.attach(TestRouter.lan(LAN, 1, "192.0.2.1", 1, false, SplitHorizon.SIMPLE), password);

        // A request with the authentication, 24 routes with it, and one with it.
        assertThat(sizes).containsExactly(4 + 2 * 20, 4 + 25 * 20, 4 + 2 * 20);
    }

    @Test
    void a_change_is_told_at_once_and_alone_but_only_the_first_within_1_to_5_seconds() {
        long before = router.lan().triggeredUpdatesSent();

        router.redistribute("10.1.0.0/16", 1);
        router.redistribute("10.2.0.0/16", 1);
        router.redistribute("10.3.0.0/16", 1);
        assertThat(router.told(LAN)).containsExactly(List.of("10.1.0.0/16 1"));

        router.pass(Duration.ofMillis(999));
        assertThat(router.told(LAN)).hasSize(1);

        router.pass(Duration.ofMillis(4001));
        assertThat(router.told(LAN))
                .containsExactly(
                        List.of("10.1.0.0/16 1"), List.of("10.2.0.0/16 1", "10.3.0.0/16 1"));
        assertThat(router.lan().triggeredUpdatesSent()).isEqualTo(before + 2);
    }

    @Test
    void a_route_told_of_again_without_a_change_triggers_nothing() {
        router.hear(NEIGHBOUR, PREFIX, 3);
        router.sent.clear();

        router.hear(NEIGHBOUR, PREFIX, 3);
        router.pass(Duration.ofSeconds(5));

        assertThat(router.sent).isEmpty();
    }

    @Test
    void a_withdrawal_is_told_at_once_after_a_quiet_time() {
        router.hear(NEIGHBOUR, PREFIX, 3);
        router.pass(Duration.ofSeconds(5));
        router.sent.clear();

        router.hear(NEIGHBOUR, PREFIX, 16);

        assertThat(router.told(WAN)).containsExactly(List.of(PREFIX + " 16"));
    }

    @Test
    void what_the_split_horizon_makes_no_change_on_an_interface_triggers_nothing_there() {
        router.hear(NEIGHBOUR, PREFIX, 3);
        router.pass(Duration.ofSeconds(5));
        router.hear(NEIGHBOUR, PREFIX, 16);

        assertThat(router.told(LAN)).isEmpty();
        assertThat(router.told(WAN))
                .containsExactly(List.of(PREFIX + " 4"), List.of(PREFIX + " 16"));
    }

    @Test
    void a_route_that_now_comes_from_where_it_was_told_is_poisoned_there_at_once() {
        NetAddress onWan = NetAddress.parse("198.51.100.2");
        router.receive(WAN, onWan, new RipMessage.Response(List.of(RipEntry.of(DESTINATION, 5))));
        router.pass(Duration.ofSeconds(5));
        router.sent.clear();

        router.hear(NEIGHBOUR, PREFIX, 2);

        assertThat(router.told(LAN)).containsExactly(List.of(PREFIX + " 16"));
        assertThat(router.told(WAN)).containsExactly(List.of(PREFIX + " 3"));
    }

    @Test
    void a_route_that_moves_to_another_interface_at_the_same_metric_is_told_there_at_once() {
        NetAddress onWan = NetAddress.parse("198.51.100.2");
        router.receive(WAN, onWan, new RipMessage.Response(List.of(RipEntry.of(DESTINATION, 5))));
        router.pass(Duration.ofSeconds(90));
        router.sent.clear();

        router.hear(NEIGHBOUR, PREFIX, 5);

        assertThat(router.learned.get(DESTINATION).through().name()).isEqualTo(LAN);
        assertThat(router.told(LAN)).containsExactly(List.of(PREFIX + " 16"));
        assertThat(router.told(WAN)).containsExactly(List.of(PREFIX + " 6"));
    }

    @Test
    void an_answer_to_one_neighbour_in_the_quiet_time_leaves_the_news_for_the_others() {
        router.redistribute(PREFIX, 2);
        router.withdraw(PREFIX);
        router.receive(LAN, NEIGHBOUR, new RipMessage.TableRequest());
        router.sent.clear();

        router.pass(Duration.ofSeconds(5));

        assertThat(router.sent)
                .contains(
                        new TestRouter.Sent(
                                LAN,
                                RipEngine.ROUTERS,
                                new RipMessage.Response(
                                        List.of(RipEntry.of(DESTINATION, RipEntry.INFINITY)))));
    }

    @Test
    void a_route_that_the_split_horizon_hides_for_a_while_is_still_told_as_unreachable() {
        TestRouter other = new TestRouter(SplitHorizon.SIMPLE);
        NetAddress onWan = NetAddress.parse("198.51.100.2");
        other.receive(WAN, onWan, new RipMessage.Response(List.of(RipEntry.of(DESTINATION, 5))));
        other.pass(Duration.ofSeconds(5));
        other.hear(NEIGHBOUR, PREFIX, 2);
        other.pass(Duration.ofSeconds(5));
        other.sent.clear();

        other.hear(NEIGHBOUR, PREFIX, 16);

        assertThat(other.told(LAN)).containsExactly(List.of(PREFIX + " 16"));
    }

    @ParameterizedTest
    @CsvSource({
        "POISONED_REVERSE, 10.1.0.0/16 16",
        "SIMPLE, ''",
        "NONE, 10.1.0.0/16 4",
    })
    void what_is_told_where_a_route_was_learned_is_a_matter_of_the_split_horizon(
            SplitHorizon splitHorizon, String expected) {
        TestRouter other = new TestRouter(splitHorizon);
        other.hear(NEIGHBOUR, PREFIX, 3);
        other.pass(Duration.ofSeconds(6));
        other.sent.clear();

        other.pass(Duration.ofSeconds(30));

        List<String> back = other.told(LAN).stream().flatMap(List::stream).toList();
        assertThat(back.stream().filter(route -> route.startsWith("10.")))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
        assertThat(other.told(WAN).get(0)).contains(PREFIX + " 4");
    }

    @Test
    void the_networks_of_the_interfaces_are_told_on_the_others_with_metric_1() {
        router.pass(Duration.ofSeconds(30));

        assertThat(router.told(LAN)).containsExactly(List.of("198.51.100.0/24 1"));
        assertThat(router.told(WAN)).containsExactly(List.of("192.0.2.0/24 1"));
    }

    @Test
    void a_request_for_the_table_is_answered_to_whoever_asked_from_whichever_port() {
        router.redistribute("10.9.0.0/16", 5);
        router.hear(NEIGHBOUR, PREFIX, 3);
        router.sent.clear();
        byte[] request = MessageFormat.write(new RipMessage.TableRequest());

        router.receive(LAN, NEIGHBOUR, 4711, request);

        assertThat(router.sent)
                .singleElement()
                .satisfies(
                        sent ->
                                assertThat(sent.to())
                                        .isEqualTo(
                                                new InetSocketAddress(
                                                        NEIGHBOUR.toInetAddress(), 4711)));
        assertThat(router.told(LAN).get(0))
                .containsExactly(PREFIX + " 16", "10.9.0.0/16 5", "198.51.100.0/24 1");
    }

    @Test
    void a_request_for_routes_is_answered_without_split_horizon_and_unknown_ones_as_infinite() {
        router.hear(NEIGHBOUR, PREFIX, 3);
        router.sent.clear();

        router.receive(
                LAN,
                NEIGHBOUR,
                new RipMessage.RouteRequest(
                        List.of(
                                RipEntry.of(DESTINATION, 0),
                                RipEntry.of(NetAddress.parse("10.77.0.0/16"), 0))));

        assertThat(router.told(LAN)).containsExactly(List.of(PREFIX + " 4", "10.77.0.0/16 16"));
    }

    @Test
    void a_request_for_nothing_is_not_answered() {
        router.receive(LAN, NEIGHBOUR, new RipMessage.RouteRequest(List.of()));

        assertThat(router.sent).isEmpty();
        assertThat(router.lan().requestsReceived()).isEqualTo(1);
    }

    @Test
    void a_new_interface_asks_for_the_table_and_tells_its_own() {
        router.redistribute("10.9.0.0/16", 5);
        router.sent.clear();

        router.attach(
                TestRouter.lan("new", 3, "203.0.113.1", 1, false, SplitHorizon.SIMPLE),
                Authentication.none());

        assertThat(router.sent.stream().filter(sent -> sent.through().equals("new")))
                .extracting(TestRouter.Sent::message)
                .first()
                .isEqualTo(new RipMessage.TableRequest());
        assertThat(router.told("new"))
                .containsExactly(List.of("10.9.0.0/16 5", "192.0.2.0/24 1", "198.51.100.0/24 1"));
    }

    @Test
    void a_passive_interface_learns_and_says_nothing() {
        router.attach(
                TestRouter.lan(LAN, 1, "192.0.2.1", 1, true, SplitHorizon.SIMPLE),
                Authentication.none());
        router.sent.clear();

        router.hear(NEIGHBOUR, PREFIX, 3);
        router.receive(LAN, NEIGHBOUR, new RipMessage.TableRequest());
        router.pass(Duration.ofSeconds(60));

        assertThat(router.learned).containsKey(DESTINATION);
        assertThat(router.told(LAN)).isEmpty();
        assertThat(router.told(WAN)).isNotEmpty();
        assertThat(router.lan().nextUpdate()).isEmpty();
    }

    @Test
    void an_interface_that_goes_takes_its_network_and_its_routes_with_it() {
        router.hear(NEIGHBOUR, PREFIX, 3);
        router.pass(Duration.ofSeconds(5));
        router.sent.clear();

        router.engine.detach(LAN);
        router.engine.runDue();

        assertThat(router.learned).isEmpty();
        assertThat(router.told(WAN)).containsExactly(List.of(PREFIX + " 16", "192.0.2.0/24 16"));
    }

    @Test
    void when_an_interface_goes_with_its_routes_the_other_neighbours_are_asked_for_other_ways() {
        router.hear(NEIGHBOUR, PREFIX, 3);
        router.sent.clear();

        router.engine.detach(LAN);

        TestRouter.Sent question =
                new TestRouter.Sent(WAN, RipEngine.ROUTERS, new RipMessage.TableRequest());
        assertThat(router.sent).containsExactly(question);
    }

    @Test
    void when_an_interface_goes_without_routes_nobody_is_asked() {
        router.sent.clear();

        router.engine.detach(LAN);

        assertThat(router.sent).isEmpty();
    }

    @Test
    void other_settings_of_an_interface_leave_its_routes() {
        router.hear(NEIGHBOUR, PREFIX, 3);

        router.attach(
                TestRouter.lan(LAN, 1, "192.0.2.1", 5, false, SplitHorizon.SIMPLE),
                Authentication.none());

        assertThat(router.learned).containsKey(DESTINATION);
        router.hear(NEIGHBOUR, PREFIX, 3);
        assertThat(router.learned.get(DESTINATION).metric()).isEqualTo(8);
    }

    @Test
    void a_route_of_another_protocol_goes_before_a_learned_one_and_leaves_it_when_it_goes() {
        router.hear(NEIGHBOUR, PREFIX, 3);
        router.redistribute(PREFIX, 2);
        assertThat(router.routes()).contains(PREFIX + " 2 REDISTRIBUTED");

        router.withdraw(PREFIX);

        assertThat(router.routes()).contains(PREFIX + " 4 LEARNED");
        router.pass(Duration.ofSeconds(180));
        assertThat(router.learned).isEmpty();
    }

    @Test
    void a_route_that_is_no_longer_redistributed_is_told_as_unreachable() {
        router.redistribute(PREFIX, 2);
        router.pass(Duration.ofSeconds(5));
        router.sent.clear();

        router.withdraw(PREFIX);

        assertThat(router.told(LAN)).containsExactly(List.of(PREFIX + " 16"));
        router.pass(Duration.ofSeconds(120));
        assertThat(router.routes()).noneMatch(route -> route.startsWith(PREFIX));
    }

    @Test
    void a_redistributed_route_names_its_next_hop_on_that_ones_network_only() {
        NetAddress gateway = NetAddress.parse("192.0.2.9");

        router.engine.redistribute(new ExternalRoute(DESTINATION, 1, 5, Optional.of(gateway)));
        router.engine.runDue();

        assertThat(router.sent)
                .extracting(TestRouter.Sent::message)
                .containsExactly(
                        new RipMessage.Response(List.of(new RipEntry(DESTINATION, 5, gateway, 1))),
                        new RipMessage.Response(
                                List.of(new RipEntry(DESTINATION, 5, RipEntry.SENDER, 1))));
    }

    @Test
    void what_is_refused_is_counted_by_reason_and_changes_nothing() {
        byte[] good =
                MessageFormat.write(new RipMessage.Response(List.of(RipEntry.of(DESTINATION, 1))));
        byte[] halfGood = Arrays.copyOf(good, good.length + 20);

        router.receive(LAN, NEIGHBOUR, RipEngine.PORT, halfGood);
        Map<NetAddress, LearnedRoute> before = new TreeMap<>(router.learned);
        router.receive(LAN, NEIGHBOUR, 521, good);
        router.receive(LAN, NEIGHBOUR, RipEngine.PORT, new byte[3]);
        router.receive(LAN, NetAddress.parse("203.0.113.7"), RipEngine.PORT, good);

        assertThat(router.learned).isEqualTo(before).hasSize(1);
        assertThat(router.lan().refusals())
                .containsOnly(
                        Map.entry(Refusal.ADDRESS_FAMILY, 1L),
                        Map.entry(Refusal.PORT, 1L),
                        Map.entry(Refusal.LENGTH, 1L),
                        Map.entry(Refusal.NOT_A_NEIGHBOUR, 1L));
        assertThat(router.lan().neighbours())
                .containsExactly(new NeighbourStatus(NEIGHBOUR, Duration.ZERO, 1, 2, 1));
    }

    @Test
    void what_there_was_no_time_for_is_counted() {
        router.engine.dropped(LAN, 3);
        router.engine.dropped(WAN, 0);
        router.engine.dropped("absent", 1);

        assertThat(router.engine.interfaces())
                .extracting(InterfaceStatus::refusals)
                .containsExactly(Map.of(Refusal.NO_TIME, 3L), Map.of());
    }

    @Test
    void what_this_router_sent_itself_is_not_even_counted() {
        router.hear(NetAddress.parse("192.0.2.1"), PREFIX, 1);
        router.hear(NetAddress.parse("198.51.100.1"), PREFIX, 1);

        assertThat(router.learned).isEmpty();
        assertThat(router.lan().refusals()).isEmpty();
        assertThat(router.lan().responsesReceived()).isZero();
    }

    @Test
    void a_neighbour_that_is_silent_for_the_timeout_is_forgotten() {
        router.hear(NEIGHBOUR, PREFIX, 3);

        router.pass(Duration.ofSeconds(179));
        assertThat(router.lan().neighbours()).hasSize(1);

        router.pass(Duration.ofSeconds(1));
        assertThat(router.lan().neighbours()).isEmpty();
    }

    @Test
    void of_more_neighbours_than_a_network_has_the_one_that_is_silent_for_longest_is_forgotten() {
        TestRouter wide = TestRouter.started();
        wide.attach(
                new InterfaceSettings(
                        LAN,
                        1,
                        List.of(LinkAddress.of(NetAddress.parse("198.18.255.1"), 16)),
                        1,
                        false,
                        RipTimers.STANDARD,
                        SplitHorizon.SIMPLE),
                Authentication.none());

        for (int i = 0; i <= 256; i++) {
            wide.pass(Duration.ofMillis(1));
            wide.receive(
                    LAN,
                    NetAddress.parse("198.18.%d.%d".formatted(i / 256, i % 256)),
                    new RipMessage.TableRequest());
        }

        assertThat(wide.lan().neighbours())
                .extracting(each -> each.address().addressText())
                .hasSize(256)
                .doesNotContain("198.18.0.0")
                .contains("198.18.0.1", "198.18.1.0");
    }

    @Test
    void a_route_from_before_the_restart_is_told_at_once_with_its_metric_and_what_time_it_has() {
        InterfaceSettings lan = TestRouter.lan(LAN, 1, "192.0.2.1", 1, false, SplitHorizon.SIMPLE);
        TestRouter restarted = TestRouter.started();
        LearnedRoute route = new LearnedRoute(DESTINATION, lan, NEIGHBOUR, NEIGHBOUR, 4, 5);
        restarted.learned.put(DESTINATION, route);

        restarted.engine.resume(route, Duration.ofSeconds(80));
        restarted.attach(
                TestRouter.lan(WAN, 2, "198.51.100.1", 1, false, SplitHorizon.SIMPLE),
                Authentication.none());
        restarted.attach(lan, Authentication.none());

        assertThat(restarted.told(WAN)).startsWith(List.of(PREFIX + " 4"));
        restarted.pass(Duration.ofSeconds(79));
        assertThat(restarted.told(WAN)).noneMatch(told -> told.contains(PREFIX + " 16"));
        restarted.pass(Duration.ofSeconds(6));
        assertThat(restarted.told(WAN)).anyMatch(told -> told.contains(PREFIX + " 16"));
        assertThat(restarted.learned).isEmpty();
    }

    @Test
    void a_route_from_before_the_restart_that_is_told_of_again_lives_on() {
        InterfaceSettings lan = TestRouter.lan(LAN, 1, "192.0.2.1", 1, false, SplitHorizon.SIMPLE);
        TestRouter restarted = TestRouter.started();
        restarted.engine.resume(
                new LearnedRoute(DESTINATION, lan, NEIGHBOUR, NEIGHBOUR, 4, 5),
                Duration.ofSeconds(80));
        restarted.attach(lan, Authentication.none());

        restarted.hear(NEIGHBOUR, PREFIX, 3);
        restarted.pass(Duration.ofSeconds(81));

        assertThat(restarted.routes()).contains(PREFIX + " 4 LEARNED");
    }

    @Test
    void
            a_route_from_before_the_restart_has_the_timers_of_its_interface_as_soon_as_they_are_known() {
        InterfaceSettings found =
                TestRouter.lan(LAN, 1, "192.0.2.1", 1, false, SplitHorizon.SIMPLE);
        TestRouter restarted = TestRouter.started();
        restarted.engine.resume(
                new LearnedRoute(DESTINATION, found, NEIGHBOUR, NEIGHBOUR, 4, 5),
                Duration.ofSeconds(25));

        restarted.attach(
                new InterfaceSettings(
                        LAN,
                        1,
                        found.addresses(),
                        1,
                        false,
                        new RipTimers(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(20)),
                        SplitHorizon.SIMPLE),
                Authentication.none());

        // Half timed out is at 15 seconds left.
        restarted.pass(Duration.ofSeconds(9));
        restarted.hear(OTHER_NEIGHBOUR, PREFIX, 3);
        assertThat(neighbours(restarted)).containsExactly(NEIGHBOUR);
        restarted.pass(Duration.ofSeconds(1));
        restarted.hear(OTHER_NEIGHBOUR, PREFIX, 3);
        assertThat(neighbours(restarted)).containsExactly(OTHER_NEIGHBOUR);
    }

    private static List<NetAddress> neighbours(TestRouter router) {
        return router.engine.routes().stream()
                .flatMap(route -> route.learned().stream())
                .map(LearnedRoute::neighbour)
                .toList();
    }

    @Test
    void a_route_from_before_the_restart_is_lost_with_its_interface_or_network() {
        InterfaceSettings lan = TestRouter.lan(LAN, 1, "192.0.2.1", 1, false, SplitHorizon.SIMPLE);
        LearnedRoute route = new LearnedRoute(DESTINATION, lan, NEIGHBOUR, NEIGHBOUR, 4, 5);
        TestRouter down = TestRouter.started();
        TestRouter renumbered = TestRouter.started();
        down.learned.put(DESTINATION, route);
        renumbered.learned.put(DESTINATION, route);
        down.engine.resume(route, Duration.ofSeconds(80));
        renumbered.engine.resume(route, Duration.ofSeconds(80));

        down.engine.detach(LAN);
        renumbered.attach(
                TestRouter.lan(LAN, 1, "203.0.113.1", 1, false, SplitHorizon.SIMPLE),
                Authentication.none());

        assertThat(down.learned).isEmpty();
        assertThat(renumbered.learned).isEmpty();
    }

    @Test
    void an_interface_that_was_away_hears_nothing_a_second_time() {
        InterfaceSettings lan = TestRouter.lan(LAN, 1, "192.0.2.1", 1, true, SplitHorizon.SIMPLE);
        SortedMap<Integer, String> keys = new TreeMap<>(Map.of(1, "secret"));
        byte[] datagram =
                Authentication.cryptographic(Digest.KEYED_MD5, keys, Instant::now)
                        .seal(
                                MessageFormat.write(
                                        new RipMessage.Response(
                                                List.of(RipEntry.of(DESTINATION, 1)))));
        Authentication own = Authentication.cryptographic(Digest.KEYED_MD5, keys, Instant::now);
        TestRouter away = TestRouter.started();
        away.attach(lan, own);
        away.receive(LAN, NEIGHBOUR, RipEngine.PORT, datagram);
        assertThat(away.learned).containsKey(DESTINATION);

        away.engine.detach(LAN);
        away.attach(lan, own);
        away.receive(LAN, NEIGHBOUR, RipEngine.PORT, datagram);

        assertThat(away.learned).isEmpty();
        assertThat(away.lan().refusals()).containsEntry(Refusal.SEQUENCE_NUMBER, 1L);
    }

    @Test
    void settings_out_of_range_are_refused_with_what_is_allowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> TestRouter.lan(LAN, 1, "192.0.2.1", 16, false, SplitHorizon.SIMPLE))
                .withMessage("16 is not a cost; allowed are 1 to 15");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new RipTimers(
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(1)))
                .withMessage(
                        "the timeout is 30 seconds; it has to be longer than the update, which is 30");
    }

    private static RipMessage response(String prefix, NetAddress nextHop) {
        return new RipMessage.Response(
                List.of(new RipEntry(NetAddress.parse(prefix), 0, nextHop, 1)));
    }
}

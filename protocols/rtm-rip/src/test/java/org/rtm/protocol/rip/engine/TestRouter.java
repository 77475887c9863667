package org.rtm.protocol.rip.engine;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.rtm.api.NetAddress;
import org.rtm.protocol.rip.message.Authentication;
import org.rtm.protocol.rip.message.MessageFormat;
import org.rtm.protocol.rip.message.RefusedException;
import org.rtm.protocol.rip.message.RipEntry;
import org.rtm.protocol.rip.message.RipMessage;

/** An engine with the interfaces lan (192.0.2.1/24) and wan (198.51.100.1/24), and what it did. */
final class TestRouter implements RipOutput {
    static final String LAN = "lan";
    static final String WAN = "wan";
    static final NetAddress NEIGHBOUR = NetAddress.parse("192.0.2.2");
    static final NetAddress OTHER_NEIGHBOUR = NetAddress.parse("192.0.2.3");

    final List<Sent> sent = new ArrayList<>();
    final Map<NetAddress, LearnedRoute> learned = new TreeMap<>();
    final RipEngine engine = new RipEngine(() -> now(), new Random(1), this);

    /** Whether no further route can be used. */
    boolean isFull;

    private Instant now = Instant.parse("2024-01-01T00:00:00Z");

    /** A message that went out. */
    record Sent(String through, InetSocketAddress to, RipMessage message) {}

    TestRouter() {
        this(SplitHorizon.POISONED_REVERSE);
    }

    TestRouter(SplitHorizon splitHorizon) {
        this(Optional.of(splitHorizon));
    }

    /** One that has just started, without interfaces. */
    static TestRouter started() {
        return new TestRouter(Optional.empty());
    }

    private TestRouter(Optional<SplitHorizon> ofInterfaces) {
        ofInterfaces.ifPresent(this::attachBoth);
    }

    private void attachBoth(SplitHorizon splitHorizon) {
        attach(LAN, 1, "192.0.2.1", splitHorizon);
        attach(WAN, 2, "198.51.100.1", splitHorizon);
        pass(Duration.ofSeconds(6));
        sent.clear();
    }

    private void attach(String name, int index, String address, SplitHorizon splitHorizon) {
        attach(lan(name, index, address, 1, false, splitHorizon), Authentication.none());
    }

    static InterfaceSettings lan(
            String name,
            int index,
            String address,
            int cost,
            boolean passive,
            SplitHorizon splitHorizon) {
        return new InterfaceSettings(
                name,
                index,
                List.of(LinkAddress.of(NetAddress.parse(address), 24)),
                cost,
                passive,
                RipTimers.STANDARD,
                splitHorizon);
    }

    void attach(InterfaceSettings settings, Authentication authentication) {
        engine.attach(settings, authentication);
        engine.runDue();
    }

    private Instant now() {
        return now;
    }

    /** Lets time pass, from one thing that is due to the next. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        while (engine.nextDue().filter(due -> !due.isAfter(end)).isPresent()) {
            Instant due = engine.nextDue().orElseThrow();
            now = due.isAfter(now) ? due : now;
            engine.runDue();
        }
        now = end;
    }

    /** A neighbour tells of a route. */
    void hear(NetAddress neighbour, String prefix, int metric) {
        receive(
                LAN,
                neighbour,
                new RipMessage.Response(List.of(RipEntry.of(NetAddress.parse(prefix), metric))));
    }

    void receive(String through, NetAddress sender, RipMessage message) {
        receive(through, sender, RipEngine.PORT, MessageFormat.write(message));
    }

    void receive(String through, NetAddress sender, int port, byte[] datagram) {
        engine.receive(through, new InetSocketAddress(sender.toInetAddress(), port), datagram);
        engine.runDue();
    }

    void redistribute(String prefix, int metric) {
        engine.redistribute(
                new ExternalRoute(NetAddress.parse(prefix), metric, 0, Optional.empty()));
        engine.runDue();
    }

    void withdraw(String prefix) {
        engine.withdraw(NetAddress.parse(prefix));
        engine.runDue();
    }

    /** What went out through an interface, as "prefix metric"; each response one element. */
    List<List<String>> told(String through) {
        return sent.stream()
                .filter(each -> each.through().equals(through))
                .filter(each -> each.message() instanceof RipMessage.Response)
                .map(each -> text((RipMessage.Response) each.message()))
                .toList();
    }

    private static List<String> text(RipMessage.Response response) {
        return response.entries().stream()
                .map(entry -> entry.prefix() + " " + entry.metric())
                .toList();
    }

    /** What the engine knows, as "prefix metric origin". */
    List<String> routes() {
        return engine.routes().stream()
                .map(route -> route.prefix() + " " + route.metric() + " " + route.origin())
                .toList();
    }

    InterfaceStatus lan() {
        return engine.interfaces().get(0);
    }

    @Override
    public void send(String interfaceName, InetSocketAddress destination, byte[] datagram) {
        try {
            sent.add(new Sent(interfaceName, destination, MessageFormat.read(datagram).message()));
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean reachable(LearnedRoute route) {
        if (isFull && !learned.containsKey(route.prefix())) {
            return false;
        }
        learned.put(route.prefix(), route);
        return true;
    }

    @Override
    public void unreachable(LearnedRoute route) {
        learned.remove(route.prefix());
    }
}

package org.rtm.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.service.log.Logger;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHop;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RoutingTableManager;
import org.rtm.impl.InstanceSettings;
import org.rtm.impl.RoutingTables;
import org.rtm.shell.entity.ShellEntities;
import org.rtm.shell.format.AnswerFormat;

/** A router without a framework, and the shell's commands in a Gogo session, as typed. */
public final class TestRouter implements AutoCloseable {
    public final TestClock clock = new TestClock();
    public final List<String> warnings = new CopyOnWriteArrayList<>();
    public final RoutingTables tables =
            new RoutingTables(
                    clock,
                    (Logger)
                            Proxy.newProxyInstance(
                                    TestRouter.class.getClassLoader(),
                                    new Class<?>[] {Logger.class},
                                    (proxy, method, arguments) -> {
                                        if (method.getName().equals("warn")) {
                                            warnings.add(Arrays.deepToString(arguments));
                                        }
                                        return method.getReturnType() == boolean.class
                                                ? false
                                                : null;
                                    }));
    public final ShellEntities entities = new ShellEntities();
    final WatchCommand watch;
    final StateCommands state = new StateCommands(entities);
    final CommandSession session;

    /** What happens while rates are measured. */
    Runnable meanwhile = () -> {};

    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(threadIo);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    public TestRouter() {
        this(Long.MAX_VALUE);
    }

    /**
     * Makes a router.
     *
     * @param mostKnown of how many destinations a watch may remember what was before
     */
    TestRouter(long mostKnown) {
        watch = new WatchCommand(entities, clock, mostKnown);
        threadIo.start();
        configure(Map.of("instance", 0));
        entities.setMonitor(tables);
        entities.addManager(manager(0));
        add(
                new StatusCommands(entities, this::stopwatch),
                "summary",
                "instances",
                "entities",
                "stats",
                "config");
        add(new RouteCommands(entities, clock), "routes", "route", "lookup", "explain", "nexthops");
        add(new ChangeCommands(entities), "add", "delete", "hold");
        add(new TransferCommands(entities), "import", "export", "generate", "diff");
        add(state, "notifications", "holds", "locks", "lists", "handles");
        add(new MethodCommands(entities), "methods", "invoke");
        add(watch, "watch");
        Catalogue catalogue = new Catalogue(List::of);
        add(new HelpCommand(catalogue), "help");
        add(new CompletionCommand(catalogue, entities), "complete");
        processor.addCommand("test", new Filters(), "upper");
        processor.addCommand("test", new Filters(), "first");
        processor.addConverter(new AnswerFormat(clock));
        session =
                processor.createSession(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        useSteadyChannels();
    }

    /** The channels that Gogo makes close for good if a command is interrupted while it writes. */
    private void useSteadyChannels() {
        try {
            Field field = CommandSessionImpl.class.getDeclaredField("channels");
            field.setAccessible(true);
            Channel[] channels = (Channel[]) field.get(session);
            channels[1] = new SteadyChannel(out);
            channels[2] = new SteadyChannel(err);
        } catch (ReflectiveOperationException another) {
            throw new IllegalStateException("not the Gogo that this was made for", another);
        }
    }

    private record SteadyChannel(ByteArrayOutputStream to) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            to.write(bytes, 0, bytes.length);
            return bytes.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }

    private Duration stopwatch(Duration time) {
        meanwhile.run();
        return time;
    }

    private void add(Object commands, String... functions) {
        for (String function : functions) {
            processor.addCommand("rtm", commands, function);
        }
    }

    /** Configures the instance that the properties name. */
    public void configure(Map<String, Object> properties) {
        try {
            tables.configure(InstanceSettings.read(properties));
        } catch (Exception wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    public RoutingTableManager manager(int instance) {
        return tables.manager(instance, "");
    }

    /** What a new version of the shell begins with. */
    public ShellEntities startAgain() {
        ShellEntities next = new ShellEntities();
        next.setMonitor(tables);
        next.addManager(manager(0));
        return next;
    }

    public EntityRegistration register(AddressFamily family, ProtocolId protocol, int instance) {
        return manager(0).register(EntityInfo.of(family, protocol, instance));
    }

    /** Adds a route of an entity, by a next hop on interface 3. */
    public static void add(
            EntityRegistration owner, String prefix, String gateway, RouteInfo info) {
        try (NextHop nextHop = owner.addNextHop(NextHopInfo.of(gateway, 3)).handle()) {
            owner.addRoute(NetAddress.parse(prefix), info.nextHops(List.of(nextHop)));
        }
    }

    void folder(Path folder) {
        session.currentDir(folder);
    }

    /** Runs what was typed, and returns what the screen shows. */
    String run(String line) throws Exception {
        out.reset();
        err.reset();
        Object answer = session.execute(line);
        if (answer != null) {
            session.getConsole().println(session.format(answer, Converter.INSPECT));
        }
        return output();
    }

    String output() {
        return out.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    String errors() {
        return err.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() {
        session.close();
        entities.close();
        tables.close();
        processor.stop();
        threadIo.stop();
    }

    /** What output can be piped into. */
    public static final class Filters {
        public void upper() throws IOException {
            System.out.print(
                    new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                            .toUpperCase(Locale.ROOT));
        }

        /** Shows the first bytes, and leaves. */
        public void first() throws IOException {
            System.out.write(System.in.readNBytes(100));
        }
    }

    /** A clock that goes on only when told to. */
    public static final class TestClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

        public void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}

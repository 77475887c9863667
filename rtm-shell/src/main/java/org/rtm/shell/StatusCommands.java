package org.rtm.shell;

import java.time.Duration;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.shell.answer.Configurations;
import org.rtm.shell.answer.Entities;
import org.rtm.shell.answer.InstanceTable;
import org.rtm.shell.answer.Instances;
import org.rtm.shell.answer.Statistics;
import org.rtm.shell.answer.Summary;
import org.rtm.shell.entity.ShellEntities;

/** The commands that show figures: how many routes there are, and whose. */
@Component(service = StatusCommands.class)
@GogoCommand(
        scope = "rtm",
        function = {"summary", "instances", "entities", "stats", "config"})
public final class StatusCommands {
    private static final Command SUMMARY =
            new Command("rtm:summary", "[-i INSTANCE] [-4] [-6] [--json]");
    private static final Command INSTANCES = new Command("rtm:instances", "[-i INSTANCE] [--json]");
    private static final Command ENTITIES =
            new Command("rtm:entities", "[-i INSTANCE] [-4] [-6] [--json]");

    private static final Command STATS =
            new Command("rtm:stats", "[-i INSTANCE] [-4] [-6] [--json] [SECONDS]");
    private static final Command CONFIG = new Command("rtm:config", "[-i INSTANCE] [--json]");

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(SUMMARY, INSTANCES, ENTITIES, STATS, CONFIG);

    /** How rates are measured. */
    private static final int LONGEST_INTERVAL = 3600;

    private final ShellEntities entities;
    private final Stopwatch stopwatch;

    @Activate
    public StatusCommands(@Reference ShellEntities entities) {
        this(entities, StatusCommands::pause);
    }

    StatusCommands(ShellEntities entities, Stopwatch stopwatch) {
        this.entities = entities;
        this.stopwatch = stopwatch;
    }

    /** Lets time go by, and says how much it was. */
    interface Stopwatch {
        Duration pause(Duration time);
    }

    /** Until interrupted: rates of a shorter time are good too. */
    private static Duration pause(Duration time) {
        long start = System.nanoTime();
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Descriptor("show how many destinations and routes the tables have, and whose they are")
    public Summary summary(
            @Descriptor("of this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("none") String... arguments) {
        return SUMMARY.run(
                json,
                () -> {
                    SUMMARY.noArguments(arguments);
                    return new Summary(Arguments.tables(entities, instance, ipv4, ipv6));
                });
    }

    @Descriptor("show the instances: virtual routers, which share nothing")
    public Instances instances(
            @Descriptor("this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("none") String... arguments) {
        return INSTANCES.run(
                json,
                () -> {
                    INSTANCES.noArguments(arguments);
                    return new Instances(Arguments.instances(entities, instance).toList());
                });
    }

    @Descriptor("show the entities that are registered, and what they have in the tables")
    public Entities entities(
            @Descriptor("of this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("none") String... arguments) {
        return ENTITIES.run(
                json,
                () -> {
                    ENTITIES.noArguments(arguments);
                    return new Entities(Arguments.tables(entities, instance, ipv4, ipv6));
                });
    }

    @Descriptor(
            "show figures of the tables, rates of changes and call-backs, and the memory of the process")
    public Statistics stats(
            @Descriptor("of this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("for how many seconds to measure rates (default: 1)") String... arguments) {
        return STATS.run(
                json,
                () -> {
                    int seconds =
                            arguments.length == 0
                                    ? 1
                                    : (int)
                                            Arguments.number(
                                                    "a number of seconds",
                                                    STATS.oneArgument("SECONDS", arguments),
                                                    1,
                                                    LONGEST_INTERVAL);
                    List<InstanceTable> before = Arguments.tables(entities, instance, ipv4, ipv6);
                    Duration interval = stopwatch.pause(Duration.ofSeconds(seconds));
                    return Figures.of(
                            entities,
                            before,
                            Arguments.tables(entities, instance, ipv4, ipv6),
                            interval);
                });
    }

    @Descriptor("show the configuration that the instances run on, and what was refused")
    public Configurations config(
            @Descriptor("of this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("none") String... arguments) {
        return CONFIG.run(
                json,
                () -> {
                    CONFIG.noArguments(arguments);
                    return new Configurations(
                            Arguments.instances(entities, instance)
                                    .map(
                                            status ->
                                                    new Configurations.OneInstance(
                                                            status.instance(),
                                                            status.refusal(),
                                                            status.configuration()))
                                    .toList());
                });
    }
}

package org.rtm.shell;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.AddressFamily;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.shell.answer.Entities;
import org.rtm.shell.answer.InstanceTable;
import org.rtm.shell.answer.Instances;
import org.rtm.shell.answer.Summary;
import org.rtm.shell.entity.ShellEntities;

/** The commands that show figures: how many routes there are, and whose. */
@Component(service = StatusCommands.class)
@GogoCommand(
        scope = "rtm",
        function = {"summary", "instances", "entities"})
public final class StatusCommands {
    private static final Command SUMMARY = new Command("rtm:summary", "[-i INSTANCE] [-4] [-6]");
    private static final Command INSTANCES = new Command("rtm:instances", "[-i INSTANCE]");
    private static final Command ENTITIES = new Command("rtm:entities", "[-i INSTANCE] [-4] [-6]");

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(SUMMARY, INSTANCES, ENTITIES);

    private final ShellEntities entities;

    @Activate
    public StatusCommands(@Reference ShellEntities entities) {
        this.entities = entities;
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
            @Descriptor("none") String... arguments) {
        return SUMMARY.run(
                () -> {
                    SUMMARY.noArguments(arguments);
                    return new Summary(tables(instance, ipv4, ipv6));
                });
    }

    @Descriptor("show the instances: virtual routers, which share nothing")
    public Instances instances(
            @Descriptor("this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("none") String... arguments) {
        return INSTANCES.run(
                () -> {
                    INSTANCES.noArguments(arguments);
                    return new Instances(instances(instance).toList());
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
            @Descriptor("none") String... arguments) {
        return ENTITIES.run(
                () -> {
                    ENTITIES.noArguments(arguments);
                    return new Entities(tables(instance, ipv4, ipv6));
                });
    }

    private Stream<InstanceStatus> instances(String number) {
        return number.isEmpty()
                ? entities.instances().stream()
                : Stream.of(entities.instance(Arguments.instance(number)));
    }

    private List<InstanceTable> tables(String instance, boolean ipv4, boolean ipv6) {
        if (!instance.isEmpty()) {
            Arguments.families(entities, Arguments.instance(instance), ipv4, ipv6);
        }
        Set<AddressFamily> wanted = Arguments.wanted(ipv4, ipv6);
        return instances(instance)
                .flatMap(
                        status ->
                                status.tables().stream()
                                        .map(table -> new InstanceTable(status.instance(), table)))
                .filter(table -> wanted.contains(table.status().family()))
                .toList();
    }
}

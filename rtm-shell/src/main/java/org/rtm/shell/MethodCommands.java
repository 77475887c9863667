package org.rtm.shell;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodType;
import org.rtm.api.RtmStatus;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.shell.answer.InstanceTable;
import org.rtm.shell.answer.Invoked;
import org.rtm.shell.answer.Methods;
import org.rtm.shell.entity.ShellEntities;

/** The commands about the methods that entities export to each other. */
@Component(service = MethodCommands.class)
@GogoCommand(
        scope = "rtm",
        function = {"methods", "invoke"})
public final class MethodCommands {
    private static final Command METHODS =
            new Command("rtm:methods", "[-i INSTANCE] [-4] [-6] [--json]");
    private static final Command INVOKE =
            new Command("rtm:invoke", "[-i INSTANCE] [-4] [-6] [--json] ENTITY METHODS [DATA]");

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(METHODS, INVOKE);

    private static final int MOST_ARGUMENTS = 3;

    private final ShellEntities entities;

    @Activate
    public MethodCommands(@Reference ShellEntities entities) {
        this.entities = entities;
    }

    @Descriptor("show the entities that export methods, a bit for each method, and who blocks them")
    public Methods methods(
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
        return METHODS.run(
                json,
                () -> {
                    METHODS.noArguments(arguments);
                    List<Methods.EntityMethods> found = new ArrayList<>();
                    for (InstanceTable table : Arguments.tables(entities, instance, ipv4, ipv6)) {
                        try (Batch<Entity> batch =
                                entities.operator(table.instance(), table.status().family())
                                        .entities()) {
                            for (Entity entity : batch) {
                                if (entity.methods() != 0) {
                                    found.add(
                                            new Methods.EntityMethods(
                                                    entity.info(),
                                                    entity.methods(),
                                                    blocks(entity.info(), table)));
                                }
                            }
                        }
                    }
                    return new Methods(found);
                });
    }

    private static boolean blocks(EntityInfo entity, InstanceTable table) {
        return table.status().entities().stream()
                .filter(status -> status.info().equals(entity))
                .anyMatch(EntityStatus::isBlockingMethods);
    }

    @Descriptor("invoke methods that an entity exports, and show what they return")
    public Invoked invoke(
            @Descriptor("of this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
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
            @Descriptor(
                            "whose methods, for example RIP-1; then a bit for each method, for example 1 or 0x5, or all; then perhaps the input, in hexadecimal digits")
                    String... arguments) {
        return INVOKE.run(
                json,
                () -> {
                    if (arguments.length < 2
                            || arguments.length > MOST_ARGUMENTS
                            || Command.isOption(arguments[0])) {
                        throw INVOKE.wrong("it takes ENTITY METHODS [DATA]", arguments);
                    }
                    int methods = bits(arguments[1]);
                    byte[] data =
                            arguments.length == MOST_ARGUMENTS ? data(arguments[2]) : new byte[0];
                    return invoke(
                            one(arguments[0], Arguments.instance(instance), ipv4, ipv6),
                            new MethodInput(methods, data));
                });
    }

    private static int bits(String text) {
        if (text.equals("all")) {
            return MethodType.ALL_METHODS;
        }
        try {
            long bits = Long.decode(text);
            if (bits > 0 && bits <= 0xFFFF_FFFFL) {
                return (int) bits;
            }
        } catch (NumberFormatException none) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "'%s' names no methods; allowed are all, or a bit for each one: 1 to 0xFFFFFFFF"
                        .formatted(text));
    }

    private static byte[] data(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "'%s' is not input; allowed are pairs of hexadecimal digits".formatted(text),
                    wrong);
        }
    }

    private EntityInfo one(String name, int instance, boolean ipv4, boolean ipv6) {
        List<EntityInfo> known =
                Arguments.families(entities, instance, ipv4, ipv6).stream()
                        .flatMap(family -> entities.table(instance, family).entities().stream())
                        .map(EntityStatus::info)
                        .toList();
        List<EntityInfo> found = Arguments.entity(name, known);
        if (found.size() > 1) {
            throw new IllegalArgumentException(
                    "%s is in the tables %s; say -4 or -6"
                            .formatted(name, found.stream().map(EntityInfo::family).toList()));
        }
        return found.get(0);
    }

    private Invoked invoke(EntityInfo wanted, MethodInput input) {
        AddressFamily family = wanted.family();
        try (Batch<Entity> batch =
                entities.operator(wanted.instance().orElseThrow(), family).entities()) {
            Entity entity =
                    batch.list().stream()
                            .filter(other -> other.info().equals(wanted))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            RtmStatus.NOT_FOUND.because(
                                                    "%s is not registered now", wanted.name()));
            return new Invoked(
                    wanted,
                    entity.invoke(input).stream()
                            .map(
                                    output ->
                                            new Invoked.Output(
                                                    output.methodType(),
                                                    output.result().status(),
                                                    HexFormat.of()
                                                            .formatHex(output.result().data())))
                            .toList());
        }
    }
}

package org.rtm.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.AddressFamily;
import org.rtm.shell.answer.Differences;
import org.rtm.shell.answer.Exported;
import org.rtm.shell.answer.Imported;
import org.rtm.shell.entity.ShellEntities;
import org.rtm.shell.format.Screen;
import org.rtm.shell.source.GeneratedRoutes;
import org.rtm.shell.source.RouteFile;
import org.rtm.shell.source.RouteSource;

/** The commands that move whole tables: from a file, to a file, and out of thin air. */
@Component(service = TransferCommands.class)
@GogoCommand(
        scope = "rtm",
        function = {"import", "export", "generate", "diff"})
public final class TransferCommands {
    private static final Command IMPORT =
            new Command("rtm:import", "[-i INSTANCE] [-v VIEW] [-4] [-6] [--json] FILE");
    private static final Command GENERATE =
            new Command(
                    "rtm:generate", "[-i INSTANCE] [-v VIEW] [-4] [-6] [--seed SEED] [--json] N");
    private static final Command EXPORT =
            new Command("rtm:export", "[-i INSTANCE] [-v VIEW] [-4] [-6] [--json] FILE");

    private static final Command DIFF =
            new Command("rtm:diff", "[-i INSTANCE] [-v VIEW] [-4] [-6] [--json] FILE");

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(IMPORT, GENERATE, EXPORT, DIFF);

    private final ShellEntities entities;

    @Activate
    public TransferCommands(@Reference ShellEntities entities) {
        this.entities = entities;
    }

    @Descriptor("add the routes of a file, text or MRT, as it is or compressed by gzip or bzip2")
    public Imported _import(
            CommandSession session,
            @Descriptor("to this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
                    String instance,
            @Descriptor("in this view, by name or number (default: unicast)")
                    @Parameter(
                            names = {"-v", "--view"},
                            absentValue = "unicast")
                    String view,
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
                            "the file: MRT as published, or lines of PREFIX [via ADDRESS] [dev INDEX] [metric N] and # comments")
                    String... arguments) {
        return IMPORT.run(
                json,
                () -> {
                    Path file = file(session, IMPORT.oneArgument("FILE", arguments));
                    RouteImport job =
                            new RouteImport(
                                    entities,
                                    Arguments.instance(instance),
                                    view,
                                    Arguments.wanted(ipv4, ipv6),
                                    ProgressBar.of(session));
                    try (RouteSource source = RouteFile.open(file, job::refuse)) {
                        return job.run(file.getFileName().toString(), source);
                    }
                });
    }

    @Descriptor(
            "add made-up routes in the shape of the Internet's table; the same seed makes the same routes")
    public Imported generate(
            CommandSession session,
            @Descriptor("to this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
                    String instance,
            @Descriptor("in this view, by name or number (default: unicast)")
                    @Parameter(
                            names = {"-v", "--view"},
                            absentValue = "unicast")
                    String view,
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
            @Descriptor("what the routes are made from, a number (default: 1)")
                    @Parameter(
                            names = {"-s", "--seed"},
                            absentValue = "1")
                    String seed,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("how many routes, for example 1000000") String... arguments) {
        return GENERATE.run(
                json,
                () -> {
                    int count =
                            (int)
                                    Arguments.number(
                                            "a number of routes",
                                            GENERATE.oneArgument("N", arguments),
                                            1,
                                            GeneratedRoutes.MOST);
                    long from = Arguments.number("a seed", seed, Long.MIN_VALUE, Long.MAX_VALUE);
                    Set<AddressFamily> families = Arguments.wanted(ipv4, ipv6);
                    RouteImport job =
                            new RouteImport(
                                    entities,
                                    Arguments.instance(instance),
                                    view,
                                    families,
                                    ProgressBar.of(session));
                    try (RouteSource source = generated(count, from, families)) {
                        return job.run("generated", source);
                    }
                });
    }

    @Descriptor("write the best routes to a file of text, compressed if its name ends in .gz")
    public Exported export(
            CommandSession session,
            @Descriptor("of this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
                    String instance,
            @Descriptor("in this view, by name or number (default: unicast)")
                    @Parameter(
                            names = {"-v", "--view"},
                            absentValue = "unicast")
                    String view,
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
            @Descriptor("the file, for example table.txt.gz") String... arguments) {
        return EXPORT.run(
                json,
                () -> {
                    Path file = file(session, EXPORT.oneArgument("FILE", arguments));
                    int number = Arguments.instance(instance);
                    return RouteExport.write(
                            entities,
                            number,
                            view,
                            Arguments.families(entities, number, ipv4, ipv6),
                            file,
                            ProgressBar.of(session));
                });
    }

    @Descriptor(
            "compare the best routes with a file: what is only in the table (+), only in the file (-), or different (!)")
    public Differences diff(
            CommandSession session,
            @Descriptor("of this instance (default: 0)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "0")
                    String instance,
            @Descriptor("in this view, by name or number (default: unicast)")
                    @Parameter(
                            names = {"-v", "--view"},
                            absentValue = "unicast")
                    String view,
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
            @Descriptor("the file, in the order in which rtm:export writes it")
                    String... arguments) {
        return DIFF.run(
                () -> {
                    Path file = file(session, DIFF.oneArgument("FILE", arguments));
                    List<TableView> tables = TableView.all(entities, instance, view, ipv4, ipv6);
                    RouteDifferences differences =
                            new RouteDifferences(
                                    file, json, ProgressBar.of(session), Screen.of(session));
                    try (RouteSource source = RouteFile.open(file, differences::refuse)) {
                        return differences.compare(source, tables).orElse(null);
                    }
                });
    }

    private static RouteSource generated(int count, long seed, Set<AddressFamily> families) {
        return families.size() == 1
                ? GeneratedRoutes.of(families.iterator().next(), count, seed)
                : GeneratedRoutes.of(count, seed);
    }

    private static Path file(CommandSession session, String name) {
        return session.currentDir().resolve(name).normalize();
    }
}

package org.rtm.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.rtm.shell.answer.CommandHelp;
import org.rtm.shell.answer.HelpPage;
import org.rtm.shell.answer.OtherHelp;

/**
 * The command that explains the commands, from their annotations and usage, in every shell alike.
 *
 * <p>Gogo's own help knows a command only where a Java method has its name, which excludes {@code
 * import}; Karaf's knows none of these.
 */
@Component(service = HelpCommand.class)
@GogoCommand(
        scope = "rtm",
        function = {"help"})
public final class HelpCommand {
    private static final Command HELP = new Command("rtm:help", "[--json] [COMMAND]");

    private static final List<String> FIRST_LINES =
            List.of(
                    "rtm:add 10.0.0.0/8 via 192.0.2.1",
                    "rtm:lookup 10.1.2.3",
                    "rtm:generate 10000",
                    "rtm:summary");

    /** Gogo's, which explains the commands of all bundles, as far as it can. */
    private static final String OTHERS_HELP = "felix:help";

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(HELP);

    private final Catalogue catalogue;

    @Activate
    public HelpCommand(BundleContext context) {
        this(new Catalogue(context));
    }

    HelpCommand(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Descriptor("show the commands of the router, or explain one")
    public Object help(
            CommandSession session,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("a command's name, for example import or rtm:import") String... arguments) {
        return HELP.run(
                json,
                () -> {
                    if (arguments.length == 0) {
                        return page(session.get(OTHERS_HELP) != null);
                    }
                    if (arguments.length > 1 || Command.isOption(arguments[0])) {
                        throw HELP.wrong("it takes one COMMAND or none", arguments);
                    }
                    Optional<CommandHelp> own = catalogue.command(arguments[0]);
                    return own.isPresent() ? own.get() : other(arguments[0], session);
                });
    }

    private HelpPage page(boolean hasOthers) {
        Map<String, List<CommandHelp>> byTitle = new LinkedHashMap<>();
        catalogue
                .subjects()
                .forEach(
                        subject ->
                                byTitle.computeIfAbsent(subject.title(), title -> new ArrayList<>())
                                        .addAll(subject.explained().toList()));
        return new HelpPage(
                FIRST_LINES,
                byTitle.entrySet().stream()
                        .map(each -> new HelpPage.Subject(each.getKey(), each.getValue()))
                        .toList(),
                hasOthers);
    }

    /** Explains another bundle's command, if there is one, by the help that knows those. */
    private OtherHelp other(String name, CommandSession session) throws Exception {
        Set<?> all = (Set<?>) session.get(".commands");
        String lowerCase = name.toLowerCase(Locale.ROOT);
        boolean exists =
                all.contains(lowerCase)
                        || all.stream().anyMatch(each -> each.toString().endsWith(":" + lowerCase));
        if (!exists) {
            throw new IllegalArgumentException(unknown(name, all));
        }
        if (session.get(OTHERS_HELP) instanceof Function help) {
            return new OtherHelp(String.valueOf(help.execute(session, List.of(name))));
        }
        throw new IllegalArgumentException(
                "'%s' is another bundle's command, and this shell has no %s that explains it"
                        .formatted(name, OTHERS_HELP));
    }

    private String unknown(String name, Set<?> all) {
        List<String> known = new ArrayList<>(catalogue.commands().map(CommandHelp::name).toList());
        all.stream().map(Object::toString).sorted().forEach(known::add);
        List<String> nearest = NearestNames.of(name, known);
        return "there is no command '%s'; %s"
                .formatted(
                        name,
                        nearest.isEmpty()
                                ? HELP.name() + " lists those that there are"
                                : "did you mean %s?".formatted(String.join(", ", nearest)));
    }
}

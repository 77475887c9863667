package org.rtm.shell;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
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

    private static final List<Subject> SUBJECTS =
            List.of(
                    new Subject("Routes", RouteCommands.class, RouteCommands.COMMANDS),
                    new Subject("Changes by hand", ChangeCommands.class, ChangeCommands.COMMANDS),
                    new Subject("Changes as they come", WatchCommand.class, WatchCommand.COMMANDS),
                    new Subject("Whole tables", TransferCommands.class, TransferCommands.COMMANDS),
                    new Subject("Figures", StatusCommands.class, StatusCommands.COMMANDS),
                    new Subject("Under way", StateCommands.class, StateCommands.COMMANDS),
                    new Subject("Methods", MethodCommands.class, MethodCommands.COMMANDS),
                    new Subject("Help", HelpCommand.class, List.of(HELP)));

    private static final List<String> FIRST_LINES =
            List.of(
                    "rtm:add 10.0.0.0/8 via 192.0.2.1",
                    "rtm:lookup 10.1.2.3",
                    "rtm:generate 10000",
                    "rtm:summary");

    private static final String SCOPE = "rtm:";

    /** The commands that other bundles have for the router: they say their usage as a property. */
    private static final String OTHERS_FILTER = "(&(osgi.command.scope=rtm)(rtm.usage=*))";

    /** Gogo's, which explains the commands of all bundles, as far as it can. */
    private static final String OTHERS_HELP = "felix:help";

    /** What a usage has before its first argument that is no option. */
    private static final Pattern OPTIONS = Pattern.compile("(\\[-[^]]*] ?)*");

    private static final Pattern ARGUMENT_NAME = Pattern.compile("[A-Z]+");

    private final Supplier<List<Subject>> protocols;

    @Activate
    public HelpCommand(BundleContext context) {
        this(() -> protocols(context));
    }

    /** Makes the command with what other bundles have for the router. */
    HelpCommand(Supplier<List<Subject>> protocols) {
        this.protocols = protocols;
    }

    private static List<Subject> protocols(BundleContext context) {
        try {
            ServiceReference<?>[] found =
                    context.getServiceReferences((String) null, OTHERS_FILTER);
            return Stream.ofNullable(found)
                    .flatMap(Arrays::stream)
                    .sorted(Comparator.comparing(HelpCommand::name))
                    .flatMap(reference -> protocol(reference, context))
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Subject> protocol(ServiceReference<?> reference, BundleContext context) {
        Object service = context.getService(reference);
        if (service == null) {
            return Stream.empty(); // it goes just now
        }
        Command command =
                new Command(name(reference), String.valueOf(reference.getProperty("rtm.usage")));
        context.ungetService(reference);
        return Stream.of(new Subject("Protocols", service.getClass(), List.of(command)));
    }

    /** The first command of a service is the one that it explains. */
    private static String name(ServiceReference<?> reference) {
        Object functions = reference.getProperty("osgi.command.function");
        return SCOPE + (functions instanceof String[] several ? several[0] : functions);
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
                    Optional<CommandHelp> own = command(arguments[0]);
                    return own.isPresent() ? own.get() : other(arguments[0], session);
                });
    }

    private HelpPage page(boolean hasOthers) {
        Map<String, List<CommandHelp>> byTitle = new LinkedHashMap<>();
        subjects()
                .forEach(
                        subject ->
                                byTitle.computeIfAbsent(subject.title, title -> new ArrayList<>())
                                        .addAll(subject.explained().toList()));
        return new HelpPage(
                FIRST_LINES,
                byTitle.entrySet().stream()
                        .map(each -> new HelpPage.Subject(each.getKey(), each.getValue()))
                        .toList(),
                hasOthers);
    }

    private Stream<Subject> subjects() {
        return Stream.concat(SUBJECTS.stream(), protocols.get().stream());
    }

    private Optional<CommandHelp> command(String name) {
        String full = name.contains(":") ? name : SCOPE + name;
        return commands().filter(command -> command.name().equals(full)).findFirst();
    }

    private Stream<CommandHelp> commands() {
        return subjects().flatMap(Subject::explained);
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
        List<String> known = new ArrayList<>(commands().map(CommandHelp::name).toList());
        all.stream().map(Object::toString).sorted().forEach(known::add);
        List<String> nearest = NearestNames.of(name, known);
        return "there is no command '%s'; %s"
                .formatted(
                        name,
                        nearest.isEmpty()
                                ? HELP.name() + " lists those that there are"
                                : "did you mean %s?".formatted(String.join(", ", nearest)));
    }

    /** What one class of commands is about. */
    record Subject(String title, Class<?> type, List<Command> commands) {
        Stream<CommandHelp> explained() {
            return commands.stream().map(command -> explain(command, type));
        }
    }

    private static CommandHelp explain(Command command, Class<?> type) {
        Method method = method(command.name().substring(SCOPE.length()), type);
        List<CommandHelp.Argument> arguments = new ArrayList<>();
        for (java.lang.reflect.Parameter parameter : method.getParameters()) {
            if (parameter.getType() != CommandSession.class) {
                argumentName(parameter, command.usage())
                        .map(name -> new CommandHelp.Argument(name, description(parameter)))
                        .ifPresent(arguments::add);
            }
        }
        command.words()
                .forEach((word, text) -> arguments.add(new CommandHelp.Argument(word, text)));
        return new CommandHelp(
                command.name(),
                method.getAnnotation(Descriptor.class).value(),
                command.usage(),
                arguments);
    }

    /** The method that Gogo calls: a Java keyword has an underscore before it. */
    private static Method method(String function, Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(
                        method ->
                                method.getName().equals(function)
                                        || method.getName().equals("_" + function))
                .findFirst()
                .orElseThrow();
    }

    private static String description(java.lang.reflect.Parameter parameter) {
        return parameter.getAnnotation(Descriptor.class).value();
    }

    /** An option's names and value, or the first argument of the usage; nothing if it has none. */
    private static Optional<String> argumentName(
            java.lang.reflect.Parameter parameter, String usage) {
        Parameter option = parameter.getAnnotation(Parameter.class);
        if (option == null) {
            Matcher options = OPTIONS.matcher(usage);
            return options.lookingAt()
                    ? ARGUMENT_NAME
                            .matcher(usage.substring(options.end()))
                            .results()
                            .findFirst()
                            .map(found -> found.group())
                    : Optional.empty();
        }
        String[] names = option.names();
        String text = String.join(", ", names);
        return Optional.of(
                option.presentValue().equals(Parameter.UNSPECIFIED)
                        ? text + " " + names[names.length - 1].substring(2).toUpperCase(Locale.ROOT)
                        : text);
    }
}

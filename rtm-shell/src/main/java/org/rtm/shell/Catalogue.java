package org.rtm.shell;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.rtm.shell.answer.CommandHelp;

/**
 * What there is to know of the commands of the router, from their annotations and usage: those of
 * this bundle, and those that say their usage as a property of their service.
 */
final class Catalogue {
    private static final List<Subject> SUBJECTS =
            List.of(
                    new Subject("Routes", RouteCommands.class, RouteCommands.COMMANDS),
                    new Subject("Changes by hand", ChangeCommands.class, ChangeCommands.COMMANDS),
                    new Subject("Changes as they come", WatchCommand.class, WatchCommand.COMMANDS),
                    new Subject("Whole tables", TransferCommands.class, TransferCommands.COMMANDS),
                    new Subject("Figures", StatusCommands.class, StatusCommands.COMMANDS),
                    new Subject("Under way", StateCommands.class, StateCommands.COMMANDS),
                    new Subject("Methods", MethodCommands.class, MethodCommands.COMMANDS),
                    new Subject("Help", HelpCommand.class, HelpCommand.COMMANDS),
                    new Subject("Help", CompletionCommand.class, CompletionCommand.COMMANDS));

    static final String SCOPE = "rtm:";

    /** The commands that other bundles have for the router: they say their usage as a property. */
    private static final String OTHERS_FILTER = "(&(osgi.command.scope=rtm)(rtm.usage=*))";

    /** What a usage has before its first argument that is no option. */
    private static final Pattern OPTIONS = Pattern.compile("(\\[-[^]]*] ?)*");

    private static final Pattern ARGUMENT_NAME = Pattern.compile("[A-Z]+");

    private final Supplier<List<Subject>> protocols;

    Catalogue(BundleContext context) {
        this(() -> protocols(context));
    }

    /** Makes one with what other bundles have for the router. */
    Catalogue(Supplier<List<Subject>> protocols) {
        this.protocols = protocols;
    }

    private static List<Subject> protocols(BundleContext context) {
        try {
            ServiceReference<?>[] found =
                    context.getServiceReferences((String) null, OTHERS_FILTER);
            return Stream.ofNullable(found)
                    .flatMap(Arrays::stream)
                    .sorted(Comparator.comparing(Catalogue::name))
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

    Stream<Subject> subjects() {
        return Stream.concat(SUBJECTS.stream(), protocols.get().stream());
    }

    Optional<CommandHelp> command(String name) {
        String full = name.contains(":") ? name : SCOPE + name;
        return commands().filter(command -> command.name().equals(full)).findFirst();
    }

    Stream<CommandHelp> commands() {
        return subjects().flatMap(Subject::explained);
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

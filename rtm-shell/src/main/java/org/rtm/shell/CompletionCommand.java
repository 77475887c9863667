package org.rtm.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.RtmException;
import org.rtm.shell.answer.CommandHelp;
import org.rtm.shell.entity.ShellEntities;

/**
 * The command that tells prompts what can stand next in a line: options, the words of filters, and
 * what there is now of instances, views, entities, interfaces, next hops and prefixes.
 */
@Component(service = CompletionCommand.class)
@GogoCommand(
        scope = "rtm",
        function = {"complete"})
public final class CompletionCommand {
    private static final Command COMPLETE = new Command("rtm:complete", "LINE");

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(COMPLETE);

    /** Where one command of a line ends and the next one begins. */
    private static final String SEPARATOR = "[|;&\n]";

    private final Catalogue catalogue;
    private final PresentValues values;

    @Activate
    public CompletionCommand(BundleContext context, @Reference ShellEntities entities) {
        this(new Catalogue(context), entities);
    }

    CompletionCommand(Catalogue catalogue, ShellEntities entities) {
        this.catalogue = catalogue;
        this.values = new PresentValues(entities);
    }

    @Descriptor("tell what the last word of a line can be; prompts ask this when Tab is pressed")
    public List<String> complete(
            CommandSession session,
            @Descriptor("the line as far as it is typed, in quotation marks") String... arguments) {
        return COMPLETE.run(
                () -> {
                    String[] parts = COMPLETE.oneArgument("LINE", arguments).split(SEPARATOR, -1);
                    List<String> words =
                            List.of(parts[parts.length - 1].stripLeading().split("\\s+", -1));
                    String word = words.get(words.size() - 1);
                    List<String> found = new ArrayList<>();
                    candidates(words, session)
                            .filter(candidate -> candidate.startsWith(word))
                            .distinct()
                            .forEach(found::add);
                    return found;
                });
    }

    private Stream<String> candidates(List<String> words, CommandSession session) {
        if (words.size() == 1) {
            return names();
        }
        return catalogue
                .command(words.get(0))
                .map(command -> candidates(command, words, session))
                .orElseGet(Stream::empty);
    }

    private Stream<String> names() {
        return catalogue
                .commands()
                .map(CommandHelp::name)
                .flatMap(name -> Stream.of(name, name.substring(Catalogue.SCOPE.length())));
    }

    private Stream<String> candidates(
            CommandHelp command, List<String> words, CommandSession session) {
        String word = words.get(words.size() - 1);
        String before = words.get(words.size() - 2);
        Optional<String> value = valueAfter(before, command);
        if (value.isPresent()) {
            return values(value.get(), words, session);
        }
        if (word.startsWith("-")) {
            return options(command).flatMap(Arrays::stream);
        }
        Stream<String> positional =
                isFirst(words)
                        ? firstArgument(command).stream()
                                .flatMap(name -> values(name, words, session))
                        : Stream.empty();
        return Stream.concat(filterWords(command), positional);
    }

    /** Each option's names. */
    private static Stream<String[]> options(CommandHelp command) {
        return command.arguments().stream()
                .map(CommandHelp.Argument::name)
                .filter(name -> name.startsWith("-"))
                .map(name -> name.replaceFirst(" [A-Z]+$", "").split(", "));
    }

    /** What the value of an option, or of a word, stands for: its name in the usage. */
    private static Optional<String> valueAfter(String before, CommandHelp command) {
        for (CommandHelp.Argument argument : command.arguments()) {
            String[] parts = argument.name().split(" ");
            String placeholder = parts[parts.length - 1];
            boolean takesValue = parts.length > 1 && placeholder.matches("[A-Z]+");
            if (takesValue
                    && Arrays.stream(argument.name().split("[, ]+")).anyMatch(before::equals)) {
                boolean isNamed = List.of("NAME", "N").contains(placeholder);
                return Optional.of(
                        isNamed ? before.toUpperCase(java.util.Locale.ROOT) : placeholder);
            }
        }
        // The words of rtm:add stand in its usage alone.
        return command.name().equals("rtm:add") && List.of("via", "dev").contains(before)
                ? Optional.of(before.equals("via") ? "ADDRESS" : "INDEX")
                : Optional.empty();
    }

    /** Words that are typed as they are. */
    private static Stream<String> filterWords(CommandHelp command) {
        Stream<String> words =
                command.arguments().stream()
                        .map(CommandHelp.Argument::name)
                        .map(name -> name.split(" ")[0])
                        .filter(name -> name.matches("[a-z]+"));
        return command.name().equals("rtm:add")
                ? Stream.concat(words, Stream.of("via", "dev", "metric"))
                : words;
    }

    /** Whether no argument stands before the word, options aside. */
    private static boolean isFirst(List<String> words) {
        return IntStream.range(1, words.size() - 1)
                .mapToObj(words::get)
                .allMatch(word -> word.startsWith("-"));
    }

    private static Optional<String> firstArgument(CommandHelp command) {
        return command.arguments().stream()
                .map(CommandHelp.Argument::name)
                .filter(name -> name.matches("[A-Z]+"))
                .findFirst();
    }

    private Stream<String> values(String what, List<String> words, CommandSession session) {
        String word = words.get(words.size() - 1);
        int instance = instance(words);
        try {
            return switch (what) {
                case "INSTANCE" -> values.instances();
                case "VIEW" -> values.views(instance);
                case "ENTITY" -> values.entities(instance);
                case "PROTOCOL" -> values.protocols(instance);
                case "ADDRESS" ->
                        words.get(words.size() - 2).equals("via")
                                ? values.nextHops(instance)
                                : values.prefixes(instance, word);
                case "PREFIX" -> values.prefixes(instance, word);
                case "INDEX" -> values.interfaces(instance);
                case "FLAG" ->
                        RouteFilter.flags().stream()
                                .map(Object::toString)
                                .map(PresentValues::lowerCase);
                case "METHODS" -> Stream.of("all");
                case "COMMAND" -> names();
                case "FILE" -> PresentValues.files(session.currentDir(), word);
                default -> Stream.empty();
            };
        } catch (RtmException | IllegalStateException nothingThere) {
            return Stream.empty();
        }
    }

    /** The instance that the line names. */
    private static int instance(List<String> words) {
        for (int i = 1; i < words.size() - 2; i++) {
            if (List.of("-i", "--instance").contains(words.get(i))
                    && words.get(i + 1).matches("\\d{1,5}")) {
                return Integer.parseInt(words.get(i + 1));
            }
        }
        return 0;
    }
}

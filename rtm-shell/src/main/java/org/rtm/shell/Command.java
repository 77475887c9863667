package org.rtm.shell;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.rtm.api.RtmException;
import org.rtm.shell.format.JsonForm;

/**
 * What is the same for all commands: that they count their arguments, and say in one line what went
 * wrong.
 *
 * @param name scope and function, for example {@code rtm:lookup}
 * @param usage the options and arguments that it takes
 * @param words what can stand among the arguments, in the order of the usage, and what each says
 */
record Command(String name, String usage, Map<String, String> words) {
    private static final Pattern OPTION = Pattern.compile("--?[a-z0-9][a-z0-9=]*");
    private static final Map<String, String> LONG_NAMES =
            Map.of("-i", "--instance", "-v", "--view", "-4", "--ipv4", "-6", "--ipv6");

    Command(String name, String usage) {
        this(name, usage, Map.of());
    }

    /** Runs a command as {@link #run(Callable)} does, and prints its answer as JSON if asked to. */
    <T> T run(boolean json, Callable<T> body) {
        return run(
                () -> {
                    T answer = body.call();
                    if (!json || answer == null) {
                        return answer;
                    }
                    JsonForm.write(answer, System.out);
                    return null;
                });
    }

    /** Runs a command; a refusal becomes one line that begins with the command's name. */
    <T> T run(Callable<T> body) {
        try {
            T answer = body.call();
            KarafAnswers.print(answer);
            return answer;
        } catch (RtmException
                | IOException
                | IllegalArgumentException
                | IllegalStateException refusal) {
            throw new CommandException(name + ": " + refusal.getMessage(), refusal);
        } catch (RuntimeException defect) {
            throw defect;
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    void noArguments(String[] arguments) {
        if (arguments.length > 0) {
            throw wrong("it takes no argument", arguments);
        }
    }

    String oneArgument(String what, String[] arguments) {
        if (arguments.length != 1 || isOption(arguments[0])) {
            throw wrong("it takes one " + what, arguments);
        }
        return arguments[0];
    }

    /** Says what is wrong with the arguments as a whole. */
    IllegalArgumentException wrong(String takes, String[] arguments) {
        Optional<String> option = Arrays.stream(arguments).filter(Command::isOption).findFirst();
        String reason =
                option.map(
                                given ->
                                        "'%s' is no option here, or lacks its value%s"
                                                .formatted(
                                                        given,
                                                        NearestNames.hint(given, longOptions())))
                        .orElse(takes + ", not " + quoted(arguments));
        return new IllegalArgumentException(
                "%s; usage: %s %s".formatted(reason, name, usage).stripTrailing());
    }

    /** The long names of the options in the usage, some of which stand there by a letter only. */
    private List<String> longOptions() {
        return OPTION.matcher(usage)
                .results()
                .map(MatchResult::group)
                .map(option -> LONG_NAMES.getOrDefault(option, option))
                .toList();
    }

    private static String quoted(String[] arguments) {
        return arguments.length == 0
                ? "none"
                : Arrays.stream(arguments).map("'%s'"::formatted).collect(Collectors.joining(" "));
    }

    static boolean isOption(String argument) {
        return argument.length() > 1 && argument.charAt(0) == '-';
    }
}

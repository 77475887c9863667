package org.rtm.shell;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.rtm.api.RtmException;

/**
 * What is the same for all commands: that they count their arguments, and say in one line what went
 * wrong.
 *
 * @param name scope and function, for example {@code rtm:lookup}
 * @param usage the options and arguments that it takes
 */
record Command(String name, String usage) {
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
                option.map("'%s' is no option here, or lacks its value"::formatted)
                        .orElse(takes + ", not " + quoted(arguments));
        return new IllegalArgumentException(
                "%s; usage: %s %s".formatted(reason, name, usage).stripTrailing());
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

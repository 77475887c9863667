package org.rtm.console;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.jline.utils.Levenshtein;

/** Why a command failed, as one line for an operator. */
final class Reason {
    private static final int LETTERS_FOR_AN_ERROR = 4;
    private static final int MOST_HINTS = 3;

    private Reason() {}

    /**
     * Says it.
     *
     * @param known the names of all commands, among which one may be meant that is not there
     */
    static String of(String command, Throwable failure, Collection<String> known) {
        Throwable cause = failure;
        while ((cause instanceof InvocationTargetException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof CommandNotFoundException notFound) {
            return "%s: there is no such command; %s'help' lists the commands"
                    .formatted(notFound.getCommand(), hint(notFound.getCommand(), known));
        }
        String reason = String.join(" ", text(command, cause).split("\\s*\\R\\s*"));
        // Commands name themselves with their scope, which need not have been typed.
        String withoutScope = reason.substring(reason.indexOf(':') + 1);
        return reason.startsWith(command + ": ") || withoutScope.startsWith(command + ": ")
                ? reason
                : command + ": " + reason;
    }

    /** The nearest names, of those that one can have mistyped. */
    private static String hint(String given, Collection<String> known) {
        int most = Math.max(1, given.length() / LETTERS_FOR_AN_ERROR);
        List<String> nearest =
                known.stream()
                        .filter(name -> Levenshtein.distance(given, name) <= most)
                        .sorted(Comparator.comparing(name -> Levenshtein.distance(given, name)))
                        .limit(MOST_HINTS)
                        .toList();
        return nearest.isEmpty() ? "" : "did you mean %s? ".formatted(String.join(", ", nearest));
    }

    private static String text(String command, Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        if (cause instanceof IllegalArgumentException && message.startsWith("Cannot coerce ")) {
            return "it does not take these arguments; 'help %s' shows what it takes"
                    .formatted(command);
        }
        if (cause instanceof NoSuchFileException) {
            return "'%s' does not exist".formatted(message);
        }
        if (cause instanceof AccessDeniedException) {
            return "'%s': permission denied".formatted(message);
        }
        return isDefect(cause) ? cause.getClass().getSimpleName() + ": " + message : message;
    }

    /** Messages of these say little without the name. */
    private static boolean isDefect(Throwable cause) {
        return cause instanceof Error
                || cause instanceof NullPointerException
                || cause instanceof ClassCastException
                || cause instanceof IndexOutOfBoundsException
                || cause instanceof ArithmeticException;
    }
}

package org.rtm.console;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.apache.felix.gogo.runtime.CommandNotFoundException;

/** Why a command failed, as one line for an operator. */
final class Reason {
    private Reason() {}

    static String of(String command, Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof InvocationTargetException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof CommandNotFoundException notFound) {
            return notFound.getCommand() + ": there is no such command; 'help' lists the commands";
        }
        String reason = String.join(" ", text(command, cause).split("\\s*\\R\\s*"));
        // Commands name themselves with their scope, which need not have been typed.
        String withoutScope = reason.substring(reason.indexOf(':') + 1);
        return reason.startsWith(command + ": ") || withoutScope.startsWith(command + ": ")
                ? reason
                : command + ": " + reason;
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

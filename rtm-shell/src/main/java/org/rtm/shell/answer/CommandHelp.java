package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * What there is to know of a command.
 *
 * @param name scope and function, for example {@code rtm:lookup}
 * @param description what it does, in one line
 * @param usage the options and arguments that it takes, in the order in which they are typed
 * @param arguments the options, and what follows them
 */
public record CommandHelp(String name, String description, String usage, List<Argument> arguments) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public CommandHelp {
        arguments = new ArrayList<>(arguments);
    }

    /**
     * An option with its value, or what follows the options.
     *
     * @param name as typed, for example {@code -i, --instance INSTANCE}
     * @param description what it says
     */
    public record Argument(String name, String description) {}
}

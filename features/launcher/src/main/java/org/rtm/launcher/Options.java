package org.rtm.launcher;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What the command line asks for. */
record Options(Action action, Path home, Optional<String> framework, Optional<String> commands) {
    enum Action {
        /** A prompt where there is a terminal, else the lines of the standard input. */
        CONVERSE,
        /** The given commands, then the end. */
        COMMANDS,
        /** No prompt, until stopped by a signal. */
        DAEMON,
        /** The console of a router that runs. */
        ATTACH,
        HELP
    }

    static final String HELP =
            """
            Usage: rtm [--home DIR] [--framework NAME] [-c COMMANDS | -f FILE | --daemon]
                   rtm attach [--home DIR] [-c COMMANDS]

            Starts a router: with a prompt on a terminal, else running the lines of the standard input.

              -c COMMANDS   run these commands, separated by ';', and end: 0 if all went well, else 1 with
                            the reason on the standard error, and nothing after the failure is run
              -f FILE       run the commands in this file likewise
              --daemon      run without a prompt until SIGTERM
              --home DIR    keep everything that the router writes in DIR (default: .rtm beside the script rtm,
                            and in the current folder for a jar)
              --framework NAME
                            run on this OSGi framework: felix (the default) or equinox; a jar has one of them
              --help        show this

            rtm attach talks to the router that runs on DIR. exit or Ctrl-D leaves it running.

            In DIR: deploy/ takes bundles (.jar) and configurations (.cfg) while the router runs, config/
            holds what was configured, log/ the warnings and errors, history what was typed.

            Environment:
              JAVA_HOME          the Java to run on, 17 or newer (default: java on the PATH)
              RTM_JAVA_OPTIONS   options for it, separated by spaces, for example -XX:MaxRAM=2g

            Exit: 0 done, 1 failed or refused, 2 wrong option, 130 interrupted.
            """;

    /** A command line that makes no sense. */
    static final class WrongUse extends Exception {
        private static final long serialVersionUID = 1;

        WrongUse(String message) {
            super(message);
        }
    }

    static Options parse(String[] arguments, Path defaultHome) throws WrongUse, Refusal {
        Iterator<String> words = List.of(arguments).iterator();
        boolean attach = arguments.length > 0 && arguments[0].equals("attach");
        if (attach) {
            words.next();
        }
        Action action = attach ? Action.ATTACH : Action.CONVERSE;
        Path home = defaultHome;
        Optional<String> framework = Optional.empty();
        Optional<String> commands = Optional.empty();
        String job = null;
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--help" -> {
                    return new Options(Action.HELP, home, Optional.empty(), Optional.empty());
                }
                case "--home" -> home = Path.of(argument(word, "a folder", words));
                case "--framework" -> {
                    if (attach) {
                        throw new WrongUse(
                                "attach does not take --framework: the router runs already");
                    }
                    framework = Optional.of(argument(word, "a name", words));
                }
                case "-c", "-f", "--daemon" -> {
                    if (job != null) {
                        throw new WrongUse("%s and %s exclude each other".formatted(job, word));
                    }
                    if (attach && !word.equals("-c")) {
                        throw new WrongUse(
                                "attach does not take %s, but -c COMMANDS".formatted(word));
                    }
                    job = word;
                    if (word.equals("-c")) {
                        commands = Optional.of(argument(word, "commands", words));
                    } else if (word.equals("-f")) {
                        commands = Optional.of(script(Path.of(argument(word, "a file", words))));
                    }
                    if (!attach) {
                        action = commands.isPresent() ? Action.COMMANDS : Action.DAEMON;
                    }
                }
                default ->
                        throw new WrongUse(
                                "unknown %s '%s'"
                                        .formatted(
                                                word.startsWith("-") ? "option" : "argument",
                                                word));
            }
        }
        return new Options(action, home.toAbsolutePath().normalize(), framework, commands);
    }

    private static String argument(String option, String what, Iterator<String> words)
            throws WrongUse {
        if (!words.hasNext()) {
            throw new WrongUse("%s needs %s".formatted(option, what));
        }
        String argument = words.next();
        if (argument.isEmpty()) {
            throw new WrongUse("%s needs %s, not an empty word".formatted(option, what));
        }
        return argument;
    }

    private static String script(Path file) throws Refusal {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new Refusal("cannot run '%s': it is not a text in UTF-8".formatted(file));
        } catch (IOException unreadable) {
            throw new Refusal("cannot run '%s'".formatted(file), unreadable);
        }
    }
}

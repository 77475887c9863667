package org.rtm.console;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.felix.gogo.runtime.EOFError;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.Parser.Executable;
import org.apache.felix.gogo.runtime.Parser.Operator;
import org.apache.felix.gogo.runtime.Parser.Pipeline;
import org.apache.felix.gogo.runtime.Parser.Statement;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.apache.felix.gogo.runtime.Token;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.jline.builtins.Completers;
import org.jline.reader.Completer;
import org.jline.terminal.Terminal;

/**
 * A Gogo session that runs commands one by one, prints what each returns, and stops at the first
 * that fails, with the reason in one line.
 */
final class Session implements AutoCloseable {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int INTERRUPTED = 130;

    /** Where a command without a scope is looked for: help and watch are the router's own. */
    private static final String SCOPES = "rtm:gogo:*";

    /** What goes on for ever, and shows each line when it comes. */
    private static final Set<String> UNPAGED = Set.of("watch", "rtm:watch");

    /** The variable that turns pages off. */
    private static final String PAGER = "pager";

    /** The command of the shell's bundle that completes the lines of the router's commands. */
    private static final String COMPLETION = "rtm:complete";

    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 10;

    /** How Gogo names a thread that runs a part of a pipe. */
    private static final String PART = "pipe-";

    private final CommandSession gogo;
    private final PrintStream out;
    private final PrintStream err;
    private final Pager pager;
    private final StringBuilder incomplete = new StringBuilder();
    private volatile boolean interrupted;
    private volatile Map<Thread, String> stopping = Map.of();
    private boolean ended;

    Session(CommandProcessor processor, InputStream in, PrintStream out, PrintStream err) {
        this(processor, in, out, err, null);
    }

    /**
     * That of somebody who is attached.
     *
     * @param pager what both streams write to, or only the first one; null if pages are not wanted
     */
    Session(
            CommandProcessor processor,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Pager pager) {
        this(processor.createSession(in, out, err), out, err, pager);
        gogo.put("SCOPE", SCOPES);
    }

    /** The prompt's: with all that its shell and its profile have set. */
    Session(
            CommandProcessor processor,
            CommandSession shell,
            Terminal terminal,
            PrintStream out,
            Pager pager) {
        this(processor.createSession(terminal.input(), out, out), out, out, pager);
        for (Object name : (Set<?>) shell.get(".variables")) {
            gogo.put((String) name, shell.get((String) name));
        }
        gogo.put(".session", gogo);
        gogo.put("SCOPE", SCOPES);
    }

    private Session(CommandSession gogo, PrintStream out, PrintStream err, Pager pager) {
        this.gogo = gogo;
        this.out = out;
        this.err = err;
        this.pager = pager;
        if (pager != null) {
            pager.whenQuit(this::interrupt, () -> interrupted);
        }
        SteadyChannel.install(gogo, out, err);
        // Ends this session: Gogo's own exit would end the process.
        Function exit =
                (session, arguments) -> {
                    throw new Exit(
                            arguments.isEmpty() ? DONE : status(arguments.get(0).toString()));
                };
        gogo.put("exit", exit);
    }

    private static int status(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > 255) {
            throw new IllegalArgumentException(
                    "'%s' is not an exit status; give a number from 0 to 255".formatted(text));
        }
        return Integer.parseInt(text);
    }

    /** Completes what is typed for this session. */
    Completer completer() {
        return new Completers.Completer(new Completion(gogo));
    }

    /** Sets the folder that the commands' files are relative to. */
    void folder(Path folder) {
        gogo.currentDir(folder);
        // Where Gogo's commands for bundles look, for what they install and update from.
        gogo.put("_cwd", folder.toFile());
    }

    /**
     * Sets the terminal's width: without it, commands know that they do not write to a terminal.
     */
    void columns(int columns) {
        gogo.put("COLUMNS", columns);
    }

    /** Sets what the terminal's environment says of colours, as NAME=VALUE, one a line. */
    void colours(String variables) {
        variables
                .lines()
                .map(line -> line.split("=", 2))
                .forEach(variable -> gogo.put(variable[0], variable[1]));
    }

    /** What the last word of a line can be, as far as commands tell it that are there. */
    Collection<String> words(String line) {
        String[] commands = line.split("[|;&\n]", -1);
        String[] words = commands[commands.length - 1].stripLeading().split("\\s+", -1);
        if (words.length == 1 || words[words.length - 2].equals("help")) {
            return commandNames();
        }
        if (gogo.get(COMPLETION) instanceof Function complete) {
            try {
                Object found = complete.execute(gogo, List.of(line));
                if (found instanceof Collection<?> several) {
                    return several.stream().map(Object::toString).toList();
                }
            } catch (Exception unknown) {
                // Nothing to offer.
            }
        }
        return List.of();
    }

    /** All commands, each by its full name and by its name without a scope. */
    SortedSet<String> commandNames() {
        SortedSet<String> names = new TreeSet<>();
        for (Object name : (Set<?>) gogo.get(".commands")) {
            String full = (String) name;
            names.add(full);
            names.add(full.substring(full.indexOf(':') + 1));
        }
        return names;
    }

    /** Runs a line that may be the continuation of those before it; returns the exit status. */
    int runLine(String line) {
        String text = incomplete.append(line).append('\n').toString();
        try {
            new Parser(text).program();
        } catch (EOFError unfinished) {
            return DONE;
        } catch (SyntaxError wrong) {
            // Reported when run.
        }
        incomplete.setLength(0);
        return run(text);
    }

    /** Runs commands up to the first that fails; returns the exit status. */
    int run(String text) {
        interrupted = false;
        try {
            for (Command command : commands(text)) {
                int status = run(command);
                if (status != DONE || ended) {
                    return status;
                }
            }
            return DONE;
        } catch (SyntaxError wrong) {
            err.println("line %d: %s".formatted(wrong.line() + 1, wrong.getMessage()));
            return FAILED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int run(Command command) {
        if (interrupted) {
            return INTERRUPTED;
        }
        if (pager == null) {
            return runAtOnce(command);
        }
        pager.begin(command.hasPages() && !"off".equals(String.valueOf(gogo.get(PAGER))));
        try {
            return runAtOnce(command);
        } finally {
            pager.end();
        }
    }

    private int runAtOnce(Command command) {
        try {
            Object result = execute(command.text());
            gogo.put("_", result);
            if (command.prints(result)) {
                out.println(gogo.format(result, Converter.INSPECT).toString().stripTrailing());
            }
            return interrupted ? INTERRUPTED : DONE;
        } catch (Exception failure) {
            if (failure instanceof Exit exit) {
                ended = true;
                return exit.status;
            }
            if (interrupted) {
                return INTERRUPTED;
            }
            gogo.put("exception", failure);
            out.flush();
            err.println(Reason.of(command.name(), failure, commandNames()));
            return FAILED;
        }
    }

    private Object execute(String text) throws Exception {
        try {
            return gogo.execute(text);
        } finally {
            if (interrupted) {
                awaitEnd();
            }
        }
    }

    /**
     * Lets what was interrupted say its last words before the next prompt: Gogo does not wait for
     * it.
     */
    private void awaitEnd() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_END.toNanos();
        for (Map.Entry<Thread, String> stopping : stopping.entrySet()) {
            // Gogo gives a thread its name back when the command has ended.
            while (stopping.getKey().isAlive()
                    && stopping.getKey().getName().equals(stopping.getValue())
                    && System.nanoTime() < end) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** The threads that run the parts of a job, with the names that Gogo gives them meanwhile. */
    private static Map<Thread, String> threadsOf(Job job) {
        String text = job.command().toString();
        Map<Thread, String> threads = new HashMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (name.startsWith(PART) && text.contains(name.substring(PART.length()))) {
                threads.put(thread, name);
            }
        }
        return threads;
    }

    /** Whether a command has ended this session. */
    boolean ended() {
        return ended;
    }

    /** Interrupts the running command, from another thread. What follows it is not run. */
    void interrupt() {
        interrupted = true;
        Job job = gogo.foregroundJob();
        if (job != null) {
            stopping = threadsOf(job);
            job.interrupt();
        }
    }

    @Override
    public void close() {
        interrupt();
        gogo.close();
    }

    /** Splits at ';' and line ends; what '&&', '||' and '&' join stays together. */
    private static List<Command> commands(String text) {
        List<Command> commands = new ArrayList<>();
        Executable first = null;
        for (Executable part : new Parser(text).program().tokens()) {
            if (first == null) {
                first = part;
            }
            if (part instanceof Operator && (Token.eq(";", part) || Token.eq("\n", part))) {
                commands.add(command(first, text.substring(first.start(), part.start())));
                first = null;
            }
        }
        if (first != null) {
            commands.add(command(first, text.substring(first.start())));
        }
        return commands;
    }

    /**
     * Takes the text up to the separator: the redirections of a statement are not part of its
     * token.
     */
    private static Command command(Executable first, String text) {
        return new Command(text, name(first), isAssignment(first), hasPages(first, text));
    }

    /** What is for programs has none. */
    private static boolean hasPages(Executable first, String text) {
        List<Executable> parts =
                first instanceof Pipeline pipeline ? pipeline.tokens() : List.of(first);
        return parts.stream().map(Session::name).noneMatch(UNPAGED::contains)
                && !text.contains("--json");
    }

    /** The word that names a command: in a pipe the last one's, whose failure is the pipe's. */
    private static String name(Executable executable) {
        if (executable instanceof Pipeline pipeline) {
            List<Executable> parts = pipeline.tokens();
            Executable last = parts.get(parts.size() - 1);
            return name(last.length() == 0 ? parts.get(0) : last);
        }
        return executable instanceof Statement statement && !statement.tokens().isEmpty()
                ? statement.tokens().get(0).toString()
                : executable.toString();
    }

    private static boolean isAssignment(Executable executable) {
        return executable instanceof Statement statement
                && statement.tokens().size() > 1
                && Token.eq("=", statement.tokens().get(1));
    }

    private record Command(String text, String name, boolean assignment, boolean hasPages) {
        /**
         * An assignment is not an answer, nor is a condition, such as the one that grep returns.
         */
        boolean prints(Object result) {
            return result != null && !(result instanceof Boolean) && !assignment;
        }
    }

    private static final class Exit extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;

        Exit(int status) {
            super("exit", null, false, false);
            this.status = status;
        }
    }
}

package org.rtm.console;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The router's prompt, on the terminal and with the line reader of Gogo's JLine shell.
 *
 * <p>That shell has a loop of its own, which shows failures as exceptions and the last result only:
 * its profile calls this one before, and it ends with the router.
 */
@Component(service = Prompt.class)
@GogoCommand(scope = "console", function = "prompt")
public final class Prompt {
    private final CommandProcessor processor;
    private final IntConsumer exit;
    private final Path history;
    private final AtomicBoolean started = new AtomicBoolean();

    @Activate
    public Prompt(
            BundleContext context,
            @Reference CommandProcessor processor,
            @Reference(target = "(rtm.launcher=exit)") IntConsumer exit) {
        this.processor = processor;
        this.exit = exit;
        history = Path.of(context.getProperty("rtm.history"));
    }

    @Descriptor("start the router's prompt; the shell's profile does")
    public void prompt(CommandSession shell) throws InterruptedException {
        if (!(shell.get(".reader") instanceof LineReader reader)
                || !started.compareAndSet(false, true)) {
            throw new IllegalStateException("is for the profile of the shell of ./rtm only");
        }
        // In a thread of its own: what runs in the shell's belongs to the job that is its profile.
        Thread thread = new Thread(() -> exit.accept(converse(shell, reader)), "rtm prompt");
        thread.start();
        thread.join();
        // The shell would go on with its own loop while the router stops.
        new CountDownLatch(1).await();
    }

    private int converse(CommandSession shell, LineReader reader) {
        Terminal terminal = reader.getTerminal();
        Keyboard keyboard = new Keyboard(terminal);
        Pager pager = new Pager(terminal.output(), keyboard);
        PrintStream out = new PrintStream(pager, true, StandardCharsets.UTF_8);
        reader.setVariable(LineReader.HISTORY_FILE, history);
        try (Session session = new Session(processor, shell, terminal, out, pager)) {
            terminal.handle(Terminal.Signal.INT, signal -> session.interrupt());
            ((LineReaderImpl) reader).setCompleter(session.completer());
            Attributes before = terminal.getAttributes();
            int status = Session.DONE;
            while (!session.ended()) {
                try {
                    status = session.run(reader.readLine("rtm> "));
                } catch (UserInterruptException lineGivenUp) {
                    // Ctrl-C at the prompt: the next line.
                } catch (IOError alsoGivenUp) {
                    // Ctrl-C ends the program too by which JLine sets the terminal.
                    keyboard.restore(before);
                    Thread.interrupted();
                } catch (EndOfFileException end) {
                    return Session.DONE;
                }
            }
            return status;
        } finally {
            save(reader);
        }
    }

    private static void save(LineReader reader) {
        try {
            reader.getHistory().save();
        } catch (IOException failure) {
            System.err.println("rtm: cannot write the history: " + failure);
        }
    }
}

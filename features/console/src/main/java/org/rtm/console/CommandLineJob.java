package org.rtm.console;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Runs what the command line asked for, once everything has started, and ends the process with its
 * exit status.
 *
 * <p>The launcher says what in framework properties, and offers the exit when all bundles have
 * started.
 */
@Component(service = {})
public final class CommandLineJob {
    private final InputStream in;
    private final Session session;
    private final Thread thread;

    @Activate
    public CommandLineJob(
            BundleContext context,
            @Reference CommandProcessor processor,
            @Reference(target = "(rtm.launcher=exit)") IntConsumer exit) {
        String job = String.valueOf(context.getProperty("rtm.job"));
        String commands = context.getProperty("rtm.commands");
        // Not System.out: what Gogo put there writes to the session that runs in the current
        // thread.
        in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
        session =
                new Session(processor, in, stream(FileDescriptor.out), stream(FileDescriptor.err));
        if (context.getProperty("rtm.columns") != null) {
            session.columns(Integer.parseInt(context.getProperty("rtm.columns")));
        }
        thread =
                new Thread(
                        () -> {
                            switch (job) {
                                case "commands" -> exit.accept(session.run(commands));
                                case "converse" -> exit.accept(lines());
                                default -> {
                                    // A daemon runs until it is stopped, a prompt until its user
                                    // leaves it.
                                }
                            }
                        },
                        "rtm command line");
        thread.start();
    }

    /** A reader of our output that has seen enough, such as head, interrupts what still writes. */
    private PrintStream stream(FileDescriptor descriptor) {
        OutputStream file =
                new FileOutputStream(descriptor) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        try {
                            super.write(bytes, offset, length);
                        } catch (IOException nobodyReads) {
                            session.interrupt();
                            throw nobodyReads;
                        }
                    }
                };
        return new PrintStream(new BufferedOutputStream(file), true);
    }

    private int lines() {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        try {
            int status = Session.DONE;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                status = session.runLine(line);
                if (session.ended()) {
                    return status;
                }
            }
            return Session.DONE;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Deactivate
    void stop() {
        session.close();
        thread.interrupt();
    }
}

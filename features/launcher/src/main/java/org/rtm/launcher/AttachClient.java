package org.rtm.launcher;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.rtm.launcher.attach.Frame;

/** Talks to a router that runs, over its socket. */
final class AttachClient {
    private static final long PAUSE_MILLIS = 100;
    private static final int MOST_TRIES = 20;

    private final Home home;
    private SocketChannel router;
    private boolean ended;
    private Terminal keyboard;
    private volatile boolean interrupted;

    AttachClient(Home home) {
        this.home = home;
    }

    /** Runs the given commands, or what the user types; returns the exit status. */
    int run(Optional<String> commands) throws Refusal {
        home.checkSocketPath();
        try (SocketChannel channel = connect()) {
            router = channel;
            introduce();
            if (commands.isPresent()) {
                return send(Frame.of(Frame.Kind.COMMANDS, commands.get()));
            }
            return Main.onTerminal() ? prompt() : lines();
        } catch (EOFException gone) {
            throw new Refusal("the router on '%s' has ended".formatted(home.directory()));
        } catch (IOException failure) {
            throw new Refusal(
                    "the router on '%s' does not answer".formatted(home.directory()), failure);
        }
    }

    private SocketChannel connect() throws Refusal, IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(home.socket()));
            return channel;
        } catch (SocketException refused) {
            channel.close();
            if (refused instanceof ConnectException || Files.notExists(home.socket())) {
                throw new Refusal(
                        "no router runs on '%s'; start one with: rtm --daemon --home %s"
                                .formatted(home.directory(), home.directory()));
            }
            throw new Refusal(
                    "cannot talk to the router on '%s'".formatted(home.directory()), refused);
        }
    }

    private void introduce() throws IOException {
        write(Frame.of(Frame.Kind.FOLDER, Path.of("").toAbsolutePath().toString()));
        Integer columns = Integer.getInteger("rtm.columns");
        if (columns != null) {
            write(Frame.of(Frame.Kind.COLUMNS, columns));
            write(Frame.of(Frame.Kind.COLOURS, colours()));
        }
    }

    private static String colours() {
        return Stream.of("TERM", "NO_COLOR")
                .map(name -> name + "=" + Objects.requireNonNullElse(System.getenv(name), ""))
                .collect(Collectors.joining("\n"));
    }

    private int lines() throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int status = 0;
        while (!ended) {
            String line = in.readLine();
            if (line == null) {
                return 0;
            }
            status = send(Frame.of(Frame.Kind.LINE, line));
        }
        return status;
    }

    private int prompt() throws IOException {
        try (Terminal terminal =
                TerminalBuilder.builder().name("rtm").system(true).nativeSignals(true).build()) {
            keyboard = terminal;
            terminal.handle(Terminal.Signal.INT, signal -> interrupt());
            LineReader reader =
                    LineReaderBuilder.builder()
                            .terminal(terminal)
                            .variable(LineReader.HISTORY_FILE, home.history())
                            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                            .completer(this::complete)
                            .build();
            Attributes before = terminal.getAttributes();
            int status = 0;
            while (!ended) {
                try {
                    String line = reader.readLine("rtm> ");
                    tellSize();
                    status = send(Frame.of(Frame.Kind.LINE, line));
                } catch (UserInterruptException lineGivenUp) {
                    // Ctrl-C at the prompt: the next line.
                } catch (IOError alsoGivenUp) {
                    // Ctrl-C ends the program too by which JLine sets the terminal.
                    restore(before);
                } catch (EndOfFileException end) {
                    return 0;
                }
            }
            return status;
        }
    }

    /** Offers what the router says that the word at the cursor can be. */
    private void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        try {
            write(Frame.of(Frame.Kind.WORDS, line.line().substring(0, line.cursor())));
            answer(Frame.Kind.WORDS)
                    .text()
                    .lines()
                    .map(AttachClient::candidate)
                    .forEach(candidates::add);
        } catch (IOException gone) {
            // The next command will tell.
        }
    }

    /** What ends in a slash goes on. */
    private static Candidate candidate(String word) {
        return new Candidate(word, word, null, null, null, null, !word.endsWith("/"));
    }

    private void interrupt() {
        interrupted = true;
        try {
            write(Frame.of(Frame.Kind.INTERRUPT, ""));
        } catch (IOException gone) {
            // Whoever waits for the answer sees it.
        }
    }

    private int send(Frame request) throws IOException {
        interrupted = false;
        write(request);
        Frame end = answer(Frame.Kind.DONE);
        System.out.flush();
        return end.number();
    }

    /** Prints what comes, up to the answer that is waited for, or the end of the session. */
    private Frame answer(Frame.Kind kind) throws IOException {
        while (true) {
            Frame frame = Frame.read(router);
            switch (frame.kind()) {
                case OUT -> print(frame);
                case ERROR -> System.err.write(frame.content());
                case MORE -> {
                    int key = key();
                    tellSize(); // it may be another one by now
                    write(Frame.of(Frame.Kind.KEY, key));
                }
                case EXIT -> {
                    ended = true;
                    return frame;
                }
                default -> {
                    if (frame.kind() != kind) {
                        throw new IOException("not an answer: " + frame.kind());
                    }
                    return frame;
                }
            }
        }
    }

    private void tellSize() throws IOException {
        try {
            Size size = keyboard.getSize();
            write(Frame.of(Frame.Kind.COLUMNS, size.getColumns()));
            write(Frame.of(Frame.Kind.ROWS, size.getRows()));
        } catch (IOError interrupted) {
            // Ctrl-C ends the program too by which JLine asks the terminal: it stays as it was.
        }
    }

    /** Waits for a key; -1 if none will come, or Ctrl-C was pressed. */
    private int key() throws IOException {
        Attributes before = null;
        try {
            before = keyboard.enterRawMode();
            int key;
            do {
                key = keyboard.reader().read(PAUSE_MILLIS);
            } while (key == NonBlockingReader.READ_EXPIRED && !interrupted);
            return Math.max(key, NonBlockingReader.EOF);
        } catch (IOError noTerminal) {
            // Ctrl-C ends the program too by which JLine sets the terminal.
            return NonBlockingReader.EOF;
        } finally {
            if (before != null) {
                restore(before);
            }
        }
    }

    /** Who presses Ctrl-C twice must not be left with a terminal that shows nothing typed. */
    private void restore(Attributes before) {
        boolean isRestored = false;
        for (int tries = 0; !isRestored && tries < MOST_TRIES; tries++) {
            Thread.interrupted(); // which would keep it from being set, and close the channel
            try {
                keyboard.setAttributes(before);
                isRestored = true;
            } catch (IOError interrupted) {
                // Once more.
            }
        }
    }

    /** A reader of our output that has seen enough, such as head, interrupts what still writes. */
    private void print(Frame frame) throws IOException {
        System.out.write(frame.content());
        if (System.out.checkError()) {
            interrupt();
        }
    }

    /** Ctrl-C writes from a thread of its own. */
    private synchronized void write(Frame frame) throws IOException {
        frame.write(router);
    }
}

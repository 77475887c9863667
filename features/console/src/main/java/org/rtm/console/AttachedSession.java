package org.rtm.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.felix.service.command.CommandProcessor;
import org.rtm.launcher.attach.Frame;

/**
 * One who is attached.
 *
 * <p>Three threads: one reads what the client wants, one runs it, one writes. The socket is not
 * written by the commands' threads, because to interrupt a thread that writes to a channel closes
 * the channel.
 */
final class AttachedSession {
    private static final int MOST_WAITING_FRAMES = 64;

    private final SocketChannel client;
    private final Consumer<AttachedSession> whenClosed;
    private final BlockingQueue<Frame> waiting = new ArrayBlockingQueue<>(MOST_WAITING_FRAMES);
    private final ExecutorService runner =
            Executors.newSingleThreadExecutor(run -> new Thread(run, "rtm attached"));
    private final Thread reader = new Thread(this::read, "rtm attached reader");
    private final Thread writer = new Thread(this::write, "rtm attached writer");
    private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();
    private final Pager pager = new Pager(frames(Frame.Kind.OUT), new DistantKeyboard());
    private final Session session;
    private volatile int rows;
    private volatile int columns;

    AttachedSession(
            CommandProcessor processor,
            SocketChannel client,
            Consumer<AttachedSession> whenClosed) {
        this.client = client;
        this.whenClosed = whenClosed;
        session =
                new Session(
                        processor,
                        InputStream.nullInputStream(),
                        stream(pager),
                        stream(frames(Frame.Kind.ERROR)),
                        pager);
    }

    /** Who sits at the client's terminal. */
    private final class DistantKeyboard implements Pager.Reader {
        @Override
        public Pager.Size size() {
            return new Pager.Size(rows, columns);
        }

        /** Who is attached sends a key when interrupted, too. */
        @Override
        public int key(BooleanSupplier isStopped) {
            keys.clear();
            try {
                send(Frame.of(Frame.Kind.MORE, ""));
                return keys.take();
            } catch (IOException gone) {
                return -1;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }
    }

    void start() {
        reader.start();
        writer.start();
    }

    private void read() {
        try (client) {
            while (true) {
                Frame request = Frame.read(client);
                switch (request.kind()) {
                    case FOLDER -> session.folder(Path.of(request.text()));
                    case COLUMNS -> {
                        columns = request.number();
                        session.columns(columns);
                    }
                    case ROWS -> rows = request.number();
                    case KEY -> keys.add(request.number());
                    case COMMANDS -> run(() -> session.run(request.text()));
                    case LINE -> run(() -> session.runLine(request.text()));
                    case INTERRUPT -> session.interrupt();
                    case COLOURS -> session.colours(request.text());
                    case WORDS ->
                            send(
                                    Frame.of(
                                            Frame.Kind.WORDS,
                                            String.join("\n", session.words(request.text()))));
                    default -> throw new IOException("not a request: " + request.kind());
                }
            }
        } catch (IOException gone) {
            // The client has left: so does its command.
        } finally {
            session.close();
            runner.shutdownNow();
            writer.interrupt();
            whenClosed.accept(this);
        }
    }

    private void run(IntSupplier request) {
        runner.execute(
                () -> {
                    int status = request.getAsInt();
                    try {
                        send(Frame.of(session.ended() ? Frame.Kind.EXIT : Frame.Kind.DONE, status));
                    } catch (IOException gone) {
                        // Nobody is there to be told.
                    }
                });
    }

    private void write() {
        try (client) {
            while (true) {
                waiting.take().write(client);
            }
        } catch (IOException | InterruptedException gone) {
            // To close the client ends the reader, and with it the rest.
        }
    }

    private void send(Frame frame) throws IOException {
        try {
            while (!waiting.offer(frame, 1, TimeUnit.SECONDS)) {
                if (!client.isOpen()) {
                    throw new IOException("the client has left");
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private OutputStream frames(Frame.Kind kind) {
        return new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                write(new byte[] {(byte) single}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                send(new Frame(kind, Arrays.copyOfRange(bytes, offset, offset + length)));
            }
        };
    }

    private static PrintStream stream(OutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    void close() {
        try {
            client.close();
        } catch (IOException alreadyClosed) {
            // The reader ends in any case.
        }
    }
}

package org.rtm.console;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.WritableByteChannel;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;

/**
 * Where a session's commands write to, whether they are interrupted or not.
 *
 * <p>The channels that Gogo makes by itself are closed for good, and the terminal below them, when
 * a command is interrupted while it writes.
 */
final class SteadyChannel implements WritableByteChannel {
    private static final int OUT = 1;
    private static final int ERR = 2;

    private final PrintStream stream;

    private SteadyChannel(PrintStream stream) {
        this.stream = stream;
    }

    /** Gives a session such channels. Gogo lets nobody choose them. */
    static void install(CommandSession session, PrintStream out, PrintStream err) {
        try {
            Field field = CommandSessionImpl.class.getDeclaredField("channels");
            field.setAccessible(true);
            Channel[] channels = (Channel[]) field.get(session);
            channels[OUT] = new SteadyChannel(out);
            channels[ERR] = new SteadyChannel(err);
        } catch (ReflectiveOperationException another) {
            throw new IllegalStateException("not the Gogo that this was made for", another);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        stream.write(bytes);
        if (stream.checkError()) {
            throw new IOException("nobody reads any more");
        }
        return bytes.length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        stream.flush();
    }
}

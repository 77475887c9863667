package org.rtm.console;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Lets the router's user attach to it over a socket in its home.
 *
 * <p>Open when everything has started, which the launcher's exit tells.
 */
@Component(service = {})
public final class AttachServer {
    private static final long PAUSE_NANOS = 100_000_000;

    private final CommandProcessor processor;
    private final Logger log;
    private final Path socket;
    private final ServerSocketChannel server;
    private final Set<AttachedSession> sessions = ConcurrentHashMap.newKeySet();

    @Activate
    public AttachServer(
            BundleContext context,
            @Reference CommandProcessor processor,
            @Reference(target = "(rtm.launcher=exit)") IntConsumer started,
            @Reference(service = LoggerFactory.class) Logger log)
            throws IOException {
        this.processor = processor;
        this.log = log;
        socket = Path.of(context.getProperty("rtm.socket"));
        // The home is locked: what is there was left by a router that was killed.
        Files.deleteIfExists(socket);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        new Thread(this::accept, "rtm attach").start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                AttachedSession session = new AttachedSession(processor, client, sessions::remove);
                sessions.add(session);
                session.start();
            } catch (IOException | RuntimeException failure) {
                if (server.isOpen()) {
                    log.warn("A client could not attach", failure);
                    // What fails at once may do so again and again.
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    @Deactivate
    void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        sessions.forEach(AttachedSession::close);
    }
}

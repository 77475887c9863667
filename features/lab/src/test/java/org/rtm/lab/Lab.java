package org.rtm.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Namespaces joined by cables, the routers in them, and a folder for their files. All of it ends
 * with the lab, in whatever state it is. What the routers logged stays.
 */
final class Lab implements AutoCloseable {
    private static final Path LOGS = Path.of(System.getProperty("lab.logs"));
    private static final Path FOLDERS = Path.of(System.getProperty("java.io.tmpdir"));
    private static final int NETWORK_LENGTH = 24;

    private final String title;
    private final Path folder;
    private final List<Namespace> namespaces = new ArrayList<>();
    private final Thread atExit = new Thread(this::end);
    private int cables;

    private Lab(String title, Path folder) {
        this.title = title;
        this.folder = folder;
    }

    /**
     * Opens a lab with nothing in it.
     *
     * @param title what the folder of its logs is named
     */
    static Lab open(String title) {
        try {
            removeLeftovers();
            // Not below the build's folder: paths of sockets must be short.
            Path folder =
                    Files.createTempDirectory(
                            FOLDERS,
                            "%s%d-".formatted(Namespace.PREFIX, ProcessHandle.current().pid()));
            // FRR does not run as root.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Lab lab = new Lab(title, folder);
            Runtime.getRuntime().addShutdownHook(lab.atExit);
            return lab;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what runs left behind that were killed. */
    private static synchronized void removeLeftovers() throws IOException {
        Namespace.removeLeftovers();
        try (Stream<Path> folders = Files.list(FOLDERS)) {
            for (Path each : folders.toList()) {
                String name = each.getFileName().toString();
                if (name.startsWith(Namespace.PREFIX) && Namespace.isLeftover(name)) {
                    delete(each);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Adds a namespace, for a router or a host. */
    Namespace add(String role) {
        Namespace added = Namespace.create(role);
        namespaces.add(added);
        return added;
    }

    /**
     * Joins two by a cable. Each end is named after the other side; the first cable's network is
     * 10.0.1.0/24, the next one's 10.0.2.0/24, and each namespace has the same host number on all.
     */
    void join(Namespace one, Namespace other) {
        cables++;
        one.connect(other, other.role(), one.role());
        for (Namespace end : List.of(one, other)) {
            String address = "10.0.%d.%d".formatted(cables, 1 + namespaces.indexOf(end));
            end.assign((end == one ? other : one).role(), address, NETWORK_LENGTH);
        }
    }

    /** Takes a cable down at one end; the other end sees that the link is gone. */
    void cut(Namespace one, Namespace other) {
        one.ip("link", "set", other.role(), "down");
    }

    /** Takes it up again. */
    void mend(Namespace one, Namespace other) {
        one.ip("link", "set", other.role(), "up");
    }

    /** Returns a new folder, for the files of one router. */
    Path folder(String name) {
        try {
            return Files.createDirectory(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints what was seen. */
    void note(String what, Object... values) {
        System.out.printf("%s: %s%n", title, what.formatted(values));
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        List<Exception> failures = new ArrayList<>();
        for (Namespace each : namespaces) {
            try {
                each.close();
            } catch (IllegalStateException e) {
                failures.add(e);
            }
        }
        try {
            keepLogs();
            delete(folder);
        } catch (IOException e) {
            failures.add(e);
        }
        if (!failures.isEmpty()) {
            IllegalStateException failure =
                    new IllegalStateException("the lab is not cleaned up", failures.get(0));
            failures.stream().skip(1).forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void keepLogs() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Path kept = LOGS.resolve(title).resolve(folder.relativize(log).toString());
                Files.createDirectories(kept.getParent());
                Files.write(kept, Files.readAllBytes(log));
            }
        }
    }
}

package org.rtm.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The folder that holds everything that a router writes. */
record Home(Path directory) {
    /**
     * What every Unix takes for a socket's address: 108 bytes on Linux, 104 elsewhere, one of them
     * the final zero.
     */
    private static final int LONGEST_SOCKET_PATH = 103;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /** What a router that came as one jar is made of: unpacked anew on each start. */
    Path assembly() {
        return directory.resolve("assembly");
    }

    /** Bundles as the framework unpacked them: made anew on each start. */
    Path cache() {
        return directory.resolve("cache");
    }

    /** Bundles and configurations that File Install takes. */
    Path deploy() {
        return directory.resolve("deploy");
    }

    /** What Config Admin keeps. */
    Path configuration() {
        return directory.resolve("config");
    }

    Path log() {
        return directory.resolve("log");
    }

    /** File Install's own files. */
    Path temporary() {
        return directory.resolve("tmp");
    }

    Path history() {
        return directory.resolve("history");
    }

    Path lock() {
        return directory.resolve("lock");
    }

    /** Where {@code rtm attach} finds the router: in a folder that no other user can enter. */
    Path socket() {
        return directory.resolve("run").resolve("attach");
    }

    /** Makes the folders that are missing. */
    void prepare() throws Refusal {
        checkSocketPath();
        try {
            Files.createDirectories(directory);
            Files.createDirectories(deploy());
            Files.createDirectories(log());
            Files.createDirectories(temporary());
            makePrivate(socket().getParent());
        } catch (IOException failure) {
            throw new Refusal("cannot use '%s' as the router's home".formatted(directory), failure);
        }
    }

    void checkSocketPath() throws Refusal {
        int length = socket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_SOCKET_PATH) {
            throw new Refusal(
                    "the home is too deep: its socket '%s' would have a path of %d bytes, and %d is the limit; choose a shorter --home"
                            .formatted(socket(), length, LONGEST_SOCKET_PATH));
        }
    }

    /**
     * Closed to others from the start, so that there is no moment in which they could open the
     * socket.
     */
    private static void makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }
}

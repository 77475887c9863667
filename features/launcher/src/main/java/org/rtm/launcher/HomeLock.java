package org.rtm.launcher;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;

/**
 * One router on a home at a time.
 *
 * <p>The operating system gives the lock up when the process ends, however it ends; the process id
 * in the file only tells others whom they met.
 */
final class HomeLock implements AutoCloseable {
    private final FileChannel file;

    private HomeLock(FileChannel file) {
        this.file = file;
    }

    static HomeLock take(Home home) throws Refusal {
        try {
            FileChannel file = FileChannel.open(home.lock(), CREATE, READ, WRITE);
            FileLock lock = file.tryLock();
            if (lock == null) {
                try (file) {
                    throw new Refusal(
                            "a router runs on '%s' already: process %s; talk to it with: rtm attach --home %s"
                                    .formatted(home.directory(), owner(file), home.directory()));
                }
            }
            file.truncate(0);
            file.write(bytes(ProcessHandle.current().pid() + "\n"), 0);
            return new HomeLock(file);
        } catch (IOException failure) {
            throw new Refusal("cannot lock '%s'".formatted(home.lock()), failure);
        }
    }

    private static String owner(FileChannel file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(32);
        file.read(content, 0);
        String owner =
                new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII)
                        .strip();
        return owner.isEmpty() ? "just starting" : owner;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        try {
            file.truncate(0);
            file.close();
        } catch (IOException alreadyGone) {
            // The end of the process gives up the lock in any case.
        }
    }
}

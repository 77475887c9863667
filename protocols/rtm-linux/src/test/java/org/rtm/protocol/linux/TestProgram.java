package org.rtm.protocol.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A script in the place of a program. */
final class TestProgram {
    private TestProgram() {}

    /** Puts it there whole, also while it is being looked for. */
    static String put(Path folder, String script) throws IOException {
        Path file = folder.resolve("ip");
        Path fresh = folder.resolve("fresh");
        Files.writeString(fresh, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        return file.toString();
    }
}

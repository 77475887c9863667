package org.rtm.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why the launcher does not do what it was asked to, in a line for the user. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
        super(message);
    }

    /**
     * Says what could not be done, and why: the messages of file exceptions are mere file names.
     */
    Refusal(String what, IOException why) {
        super(what + ": " + reason(why), why);
    }

    private static String reason(IOException why) {
        if (why instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (why instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (why instanceof FileAlreadyExistsException) {
            return "a file that is not a folder is in the way";
        }
        if (why instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return why.getMessage();
    }
}

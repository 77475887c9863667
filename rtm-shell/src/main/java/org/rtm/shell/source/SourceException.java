package org.rtm.shell.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that cannot be read or written as routes. The message is meant for a person. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }

    private SourceException(String message, IOException cause) {
        super(message, cause);
    }

    /** Says what a file system refused. */
    static SourceException of(String refused, Path file, IOException cause) {
        return new SourceException("cannot " + refused + " " + file + ": " + reason(cause), cause);
    }

    /** The file system's own exceptions say what happened by their class alone. */
    static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof java.nio.file.FileSystemException refusal
                && refusal.getReason() != null) {
            return refusal.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}

package org.rtm.shell.source;

/**
 * What is wrong with a part of a file; the parts after it are read nevertheless.
 *
 * @param place where, for example {@code line 12} or {@code record 3}
 * @param reason what was wrong, what was given, what is allowed
 */
public record Problem(String place, String reason) {
    @Override
    public String toString() {
        return place + ": " + reason;
    }
}

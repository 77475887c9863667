package org.rtm.protocol.linux;

/**
 * Why the command did not do what was asked, in one line that names the command.
 *
 * <p>Some shells print what {@link #toString()} says, others the message: both are that line.
 */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandException(String line) {
        super(line);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}

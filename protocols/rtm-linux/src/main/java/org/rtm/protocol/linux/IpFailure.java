package org.rtm.protocol.linux;

import java.io.IOException;

/** The program ip does not do what it is for. */
final class IpFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean isByCommand;

    IpFailure(String message) {
        this(message, false);
    }

    IpFailure(String message, boolean isByCommand) {
        super(message);
        this.isByCommand = isByCommand;
    }

    /** Whether one of the commands given is the cause, and not the program or its rights. */
    boolean isByCommand() {
        return isByCommand;
    }
}

package org.rtm.protocol.rip;

import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command that shows what RIP is doing. */
@Component(service = RipCommand.class, property = "rtm.usage=")
@GogoCommand(scope = "rtm", function = "rip")
public final class RipCommand {
    private final RipInterfaces interfaces;

    @Activate
    public RipCommand(@Reference RipInterfaces interfaces) {
        this.interfaces = interfaces;
    }

    @Descriptor("show the interfaces, neighbours, timers, counters and routes of RIP")
    public RipReport rip(@Descriptor("none") String... arguments) {
        if (arguments.length > 0) {
            throw new CommandException(
                    "rtm:rip: it takes no argument, not '%s'"
                            .formatted(String.join("' '", arguments)));
        }
        try {
            return interfaces.report();
        } catch (IllegalStateException refusal) {
            throw new CommandException("rtm:rip: " + refusal.getMessage());
        }
    }
}

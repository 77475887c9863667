package org.rtm.protocol.rip;

import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command that shows what RIP is doing. */
@Component(service = RipCommand.class)
@GogoCommand(scope = "rtm", function = "rip")
public final class RipCommand {
    private final RipInterfaces interfaces;

    @Activate
    public RipCommand(@Reference RipInterfaces interfaces) {
        this.interfaces = interfaces;
    }

    @Descriptor("show the interfaces, neighbours, timers, counters and routes of RIP")
    public RipReport rip() {
        return interfaces.report();
    }
}

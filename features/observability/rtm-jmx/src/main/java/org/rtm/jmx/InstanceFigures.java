package org.rtm.jmx;

import java.util.Map;
import org.rtm.api.monitor.InstanceStatus;

/** What JMX shows of an instance. */
public final class InstanceFigures {
    private final InstanceStatus instance;

    InstanceFigures(InstanceStatus instance) {
        this.instance = instance;
    }

    public int getTables() {
        return instance.tables().size();
    }

    public Map<String, String> getConfiguration() {
        return instance.configuration();
    }

    /** Why the newest configuration was refused; empty if it was not. */
    public String getRefusal() {
        return instance.refusal().orElse("");
    }
}

package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.monitor.InstanceStatus;

/**
 * The virtual routers.
 *
 * @param instances the instances that were asked for
 */
public record Instances(List<InstanceStatus> instances) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Instances {
        instances = new ArrayList<>(instances);
    }
}

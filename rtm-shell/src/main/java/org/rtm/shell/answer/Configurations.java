package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configurations that the instances run on.
 *
 * @param instances the instances
 */
public record Configurations(List<OneInstance> instances) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Configurations {
        instances = new ArrayList<>(instances);
    }

    /**
     * One of them.
     *
     * @param instance the number of the instance
     * @param refusal why the newest configuration was refused
     * @param properties the values, by the name of the property
     */
    public record OneInstance(
            int instance, Optional<String> refusal, Map<String, String> properties) {}
}

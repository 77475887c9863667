package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.EntityInfo;

/**
 * What invoked methods returned.
 *
 * @param entity whose methods they are
 * @param outputs one for each method, in the order of their bits
 */
public record Invoked(EntityInfo entity, List<Output> outputs) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Invoked {
        outputs = new ArrayList<>(outputs);
    }

    /**
     * What one of them returned.
     *
     * @param method its bit
     * @param status 0 for success, else a number of Win32
     * @param data the output, in hexadecimal digits
     */
    public record Output(int method, int status, String data) {}
}

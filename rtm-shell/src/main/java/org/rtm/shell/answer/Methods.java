package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.EntityInfo;

/**
 * The methods that entities export.
 *
 * @param entities those that export any
 */
public record Methods(List<EntityMethods> entities) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public Methods {
        entities = new ArrayList<>(entities);
    }

    /**
     * What one of them exports.
     *
     * @param entity who
     * @param methods a bit for each method
     * @param blocked whether invocations wait
     */
    public record EntityMethods(EntityInfo entity, int methods, boolean blocked) {}
}

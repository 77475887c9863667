package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;
import org.rtm.api.EntityInfo;

/**
 * The lists of routes that entities have.
 *
 * @param lists the lists, by entity
 */
public record EntityLists(List<OneList> lists) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public EntityLists {
        lists = new ArrayList<>(lists);
    }

    /**
     * One of them.
     *
     * @param entity whose it is
     * @param number its place among the entity's lists, from 1 in the order of their creation
     * @param routes how many routes are in it
     */
    public record OneList(EntityInfo entity, int number, int routes) {}
}

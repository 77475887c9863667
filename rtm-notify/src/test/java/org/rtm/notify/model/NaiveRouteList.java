package org.rtm.notify.model;

import java.util.ArrayList;
import java.util.List;

/** A list of an owner's routes in the naive table. */
final class NaiveRouteList {
    final NaiveOwner owner;
    final List<NaiveRoute> routes = new ArrayList<>();
    boolean deleted;

    NaiveRouteList(NaiveOwner owner) {
        this.owner = owner;
    }
}

package org.rtm.impl.table;

/**
 * What adding or updating a route did.
 *
 * @param route the route
 * @param isNew whether it was created
 * @param bestChanged whether the best route is another one in a view, or this is the best one in a
 *     view and changed
 */
public record RouteResult(RouteEntry route, boolean isNew, boolean bestChanged) {}

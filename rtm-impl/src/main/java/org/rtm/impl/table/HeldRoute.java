package org.rtm.impl.table;

/**
 * A view's last route, held down since it went.
 *
 * @param viewId the view
 * @param version what the route was when it went
 * @param end when the hold ends, in microseconds since 1970
 */
public record HeldRoute(int viewId, RouteVersion version, long end) {}

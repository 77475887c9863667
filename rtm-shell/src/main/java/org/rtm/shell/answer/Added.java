package org.rtm.shell.answer;

import org.rtm.api.View;

/**
 * What adding a route did.
 *
 * @param route the route as it is now
 * @param view the view that it was added to
 * @param isNew whether it was added; otherwise it was updated
 */
public record Added(RouteEntry route, View view, boolean isNew) {}

/**
 * The whole router, table and change notification, against a naive one: random calls to both, after
 * which everything that a client can see must be the same.
 *
 * <p>A new operation is a method of {@link org.rtm.notify.model.NaiveTable}, one of {@link
 * org.rtm.notify.model.SideBySide} or {@link org.rtm.notify.model.ChangesSideBySide} that calls
 * both, and an action in the property; what it makes visible goes into the rows.
 *
 * <p>In a failing sequence entities, prefixes, routes, next hops and what else a client has had are
 * named by their places. Call-backs run when both have been called, one entity after another, so
 * that signals can be counted.
 */
package org.rtm.notify.model;

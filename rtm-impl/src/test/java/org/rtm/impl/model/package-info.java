/**
 * The whole router against a naive one: random calls to both, after which everything that a client
 * can see must be the same.
 *
 * <p>A new operation is a method of {@link org.rtm.impl.model.NaiveTable}, one of {@link
 * org.rtm.impl.model.SideBySide} that calls both, and an action in the property; what it makes
 * visible goes into the rows.
 */
package org.rtm.impl.model;

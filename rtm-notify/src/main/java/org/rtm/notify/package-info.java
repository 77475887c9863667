/**
 * Change notification: who registered for which changes, what is pending for them, and who is still
 * to be told.
 *
 * <p>{@code Notifier} is the component: it takes registrations in and ends them. {@code
 * WatchedTable} hears of the changes of one table, within the table's own change, and offers each
 * to the registrations. {@code Registration} is what a client holds: it fetches, walks the table
 * for a resync and signals on the entity's lane. {@code PendingChanges} is what is pending for one
 * registration, and its marks, behind the only lock that both the observer and the client take;
 * nothing is called while it is held. {@code FetchedDests} is a batch on its way to the client.
 *
 * <p>Everything here is lost when the component stops. Clients that come back to the next one ask
 * for a resync.
 */
package org.rtm.notify;

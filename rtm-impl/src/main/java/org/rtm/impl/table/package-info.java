/**
 * Destinations, routes and next hops, and which route is best. Knows owners by their identity only:
 * who may ask and what they were handed is the affair of {@code org.rtm.impl.entity}.
 */
package org.rtm.impl.table;

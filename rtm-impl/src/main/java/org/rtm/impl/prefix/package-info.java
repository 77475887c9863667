/**
 * A map from prefixes to values that answers longest-prefix matches, knows nothing of routing and
 * needs nothing but the JDK.
 *
 * <ul>
 *   <li>{@link org.rtm.impl.prefix.PrefixMap} is the map: its writes, and its newest snapshot.
 *   <li>{@link org.rtm.impl.prefix.PrefixSnapshot} is the map at one moment: all reads.
 *   <li>{@link org.rtm.impl.prefix.PrefixWalk} goes over a snapshot in order, from any prefix on.
 *   <li>{@link org.rtm.impl.prefix.Prefixed} is what a value must be able to say.
 * </ul>
 *
 * <p>Behind them is a trie that takes six address bits a level ({@code Node}). Its nodes never
 * change: a write copies the nodes from the root down to its place, at most 6 for IPv4 and 22 for
 * IPv6, and publishes the new root. So readers need no lock, and a snapshot costs nothing.
 */
package org.rtm.impl.prefix;

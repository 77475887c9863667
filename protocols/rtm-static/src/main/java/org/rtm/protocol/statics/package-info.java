/**
 * Static routes: what configurations and commands ask for, kept in the tables by one entity of
 * each.
 */
package org.rtm.protocol.statics;

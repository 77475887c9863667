/**
 * The components and the configuration of the routing table: what OSGi starts, and what it starts
 * with.
 */
package org.rtm.impl;

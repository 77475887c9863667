/** RIP, version 2, as an entity of the routing table. */
package org.rtm.protocol.rip;

/** RIP's datagrams on the network: one socket for each interface, in the group of all routers. */
package org.rtm.protocol.rip.transport;

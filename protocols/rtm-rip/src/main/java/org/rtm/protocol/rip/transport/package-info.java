/**
 * RIP's datagrams on the network: two sockets for each interface, one in the group of all routers
 * and one of its own address.
 */
package org.rtm.protocol.rip.transport;

/** The router's own addresses and the networks that it is connected to, as routes. */
package org.rtm.protocol.local;

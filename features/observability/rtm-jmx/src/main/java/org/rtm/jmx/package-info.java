/** The figures of a router, as an MXBean. */
package org.rtm.jmx;

/** Starts a router in an OSGi framework, or talks to one that runs. */
package org.rtm.launcher;

/**
 * What {@code rtm attach} and a router say to each other. The console bundle carries a copy of this
 * package.
 */
package org.rtm.launcher.attach;

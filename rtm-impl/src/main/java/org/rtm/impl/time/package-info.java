/**
 * Doing something later: deadlines, and the one thread that waits for them. Knows nothing of what
 * is done then.
 */
package org.rtm.impl.time;

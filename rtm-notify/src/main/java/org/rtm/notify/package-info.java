/**
 * Change notification: who registered for which changes, what is pending for them, and who is still
 * to be told.
 */
package org.rtm.notify;

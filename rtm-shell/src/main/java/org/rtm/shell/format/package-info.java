/** How answers look on a screen. */
package org.rtm.shell.format;

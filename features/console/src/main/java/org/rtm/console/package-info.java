/**
 * How people meet a running router without a prompt of its own: commands of the command line,
 * attached sessions, the log file.
 */
package org.rtm.console;

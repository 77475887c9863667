/**
 * How people meet a running router: its prompt, commands of the command line, attached sessions,
 * the deploy folder, the log file.
 */
package org.rtm.console;

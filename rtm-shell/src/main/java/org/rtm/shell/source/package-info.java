/**
 * Where the routes that the shell imports come from, and go to: files of routes as text and as MRT
 * dumps, compressed or not, and generated tables. Knows addresses, and nothing else of the RTM.
 */
package org.rtm.shell.source;

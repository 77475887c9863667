/** The entities that the shell registers, to read tables and to put routes into them. */
package org.rtm.shell.entity;

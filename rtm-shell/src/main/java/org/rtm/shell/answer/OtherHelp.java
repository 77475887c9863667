package org.rtm.shell.answer;

/**
 * What the shell's own help says of another bundle's command.
 *
 * @param text as the shell has it
 */
public record OtherHelp(String text) {}

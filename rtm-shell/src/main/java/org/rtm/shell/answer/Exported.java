package org.rtm.shell.answer;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What an export wrote.
 *
 * @param file the file
 * @param routes how many routes it holds
 * @param nextHopsLeftOut how many next hops of equal cost it does not hold: a line has one
 * @param time how long it took
 */
public record Exported(Path file, long routes, long nextHopsLeftOut, Duration time) {}

package org.rtm.shell.answer;

import java.time.Duration;

/**
 * What a watch saw.
 *
 * @param changes how many changes
 * @param added after how many of them a destination had its first best route
 * @param changed after how many it had another one
 * @param withdrawn after how many it had none
 * @param time how long it watched
 */
public record Watched(long changes, long added, long changed, long withdrawn, Duration time) {}

package org.rtm.impl.table;

import java.time.Duration;

/**
 * How long a route lives unless it is added or updated again.
 *
 * @param micros the time, 0 for ever
 * @param answerTime how long its owner has to decide what becomes of it then
 */
public record Lifespan(long micros, Duration answerTime) {}

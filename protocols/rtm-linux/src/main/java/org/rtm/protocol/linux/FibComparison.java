package org.rtm.protocol.linux;

import java.time.Duration;
import java.time.Instant;

/**
 * What a comparison of the kernel with what it should have found. All of it was put right then.
 *
 * @param at when it ended
 * @param took how long it took
 * @param routes how many of our routes the kernel had
 * @param missing how many it lacked
 * @param different how many went elsewhere
 * @param surplus how many it had that it should not have
 */
public record FibComparison(
        Instant at, Duration took, int routes, int missing, int different, int surplus) {}

package org.rtm.shell.answer;

import java.time.Duration;
import java.util.Map;

/**
 * What an import or the generation of a table did.
 *
 * @param read how many routes were read, bad ones included
 * @param added how many were new
 * @param updated how many were there before
 * @param refused how many were bad, or refused by the routing table manager
 * @param skipped how many were left out on purpose, by the reason
 * @param time how long it took
 */
public record Imported(
        long read,
        long added,
        long updated,
        long refused,
        Map<String, Long> skipped,
        Duration time) {}

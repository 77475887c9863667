package org.rtm.lab;

/** The timers of RIP, in seconds. */
record Timers(int update, int timeout, int garbage) {
    /** As RFC 2453 has them: updates too rare to be mistaken for triggered ones. */
    static final Timers STANDARD = new Timers(30, 180, 120);

    /** As short as FRR takes them, with several updates before a route times out. */
    static final Timers SHORT = new Timers(5, 30, 20);
}

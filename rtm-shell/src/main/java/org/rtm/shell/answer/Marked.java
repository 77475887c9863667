package org.rtm.shell.answer;

import java.time.Duration;
import org.rtm.api.NetAddress;
import org.rtm.api.View;

/**
 * What marking a destination for hold-down did.
 *
 * @param destination the prefix
 * @param instance the instance
 * @param view the view
 * @param time for how long it is going to be held
 */
public record Marked(NetAddress destination, int instance, View view, Duration time) {}

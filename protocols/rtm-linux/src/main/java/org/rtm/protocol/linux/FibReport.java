package org.rtm.protocol.linux;

import java.util.List;
import java.util.Map;

/**
 * What the forwarding is doing.
 *
 * @param fibs how it stands, by instance and address family
 * @param refused why configurations were refused, by PID
 */
public record FibReport(List<FibStatus> fibs, Map<String, String> refused) {}

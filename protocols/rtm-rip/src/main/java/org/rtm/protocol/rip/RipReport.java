package org.rtm.protocol.rip;

import java.util.List;
import java.util.Map;
import org.rtm.protocol.rip.engine.InterfaceStatus;
import org.rtm.protocol.rip.engine.RouteStatus;

/**
 * What RIP is doing.
 *
 * @param interfaces the interfaces that it runs on
 * @param routes the destinations that the neighbours hear of
 * @param problems why it does not run on others that are configured, by name
 * @param refused the configurations that were refused
 */
public record RipReport(
        List<InterfaceStatus> interfaces,
        List<RouteStatus> routes,
        Map<String, String> problems,
        List<RefusedConfiguration> refused) {}

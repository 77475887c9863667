package org.rtm.protocol.rip;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Component;
import org.rtm.api.NetAddress;
import org.rtm.protocol.rip.engine.InterfaceStatus;
import org.rtm.protocol.rip.engine.NeighbourStatus;
import org.rtm.protocol.rip.engine.RouteStatus;
import org.rtm.protocol.rip.message.Refusal;

/** Makes text of what the command answers. Shells find it as a service. */
@Component(service = Converter.class)
public final class RipReportFormat implements Converter {
    private static final Object[] ROUTE_HEADINGS = {
        "Destination", "Origin", "Metric", "Left", "Next hop", "Interface"
    };

    @Override
    public Object convert(Class<?> desiredType, Object in) {
        return null;
    }

    @Override
    public CharSequence format(Object target, int level, Converter escape) {
        return target instanceof RipReport report ? format(report) : null;
    }

    static String format(RipReport report) {
        StringBuilder text = new StringBuilder();
        report.interfaces().forEach(each -> append(text, each));
        report.problems()
                .forEach((name, why) -> line(text, "RIP does not run on %s: %s", name, why));
        report.refused()
                .forEach(
                        each ->
                                line(
                                        text,
                                        "Configuration %s is refused: %s",
                                        each.pid(),
                                        each.reason()));
        if (text.isEmpty()) {
            line(text, "RIP runs on no interface: none is configured");
        }
        if (!report.routes().isEmpty()) {
            line(text, "%-18s  %-13s  %6s  %-8s  %-15s  %s", ROUTE_HEADINGS);
            report.routes().forEach(each -> append(text, each));
        }
        return text.toString().stripTrailing();
    }

    private static void append(StringBuilder text, InterfaceStatus status) {
        line(
                text,
                "%s: cost %d, timers %d/%d/%d s, split horizon %s, %s",
                status.settings().name(),
                status.settings().cost(),
                status.settings().timers().update().toSeconds(),
                status.settings().timers().timeout().toSeconds(),
                status.settings().timers().garbage().toSeconds(),
                status.settings().splitHorizon().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                status.nextUpdate()
                        .map(left -> "next update in %d s".formatted(left.toSeconds()))
                        .orElse("passive"));
        line(
                text,
                "  sent %d updates and %d triggered ones, received %d requests and %d responses",
                status.updatesSent(),
                status.triggeredUpdatesSent(),
                status.requestsReceived(),
                status.responsesReceived());
        Map<Refusal, Long> refusals = new TreeMap<>(status.refusals());
        refusals.forEach((why, count) -> line(text, "  refused %d: %s", count, why));
        for (NeighbourStatus neighbour : status.neighbours()) {
            line(
                    text,
                    "  neighbour %s, heard %d s ago, %d routes, refused %d datagrams and %d entries",
                    neighbour.address().addressText(),
                    neighbour.heard().toSeconds(),
                    neighbour.routes(),
                    neighbour.refusedDatagrams(),
                    neighbour.refusedEntries());
        }
    }

    private static void append(StringBuilder text, RouteStatus route) {
        boolean isLearned = route.origin() == RouteStatus.Origin.LEARNED;
        line(
                text,
                "%-18s  %-13s  %6d  %-8s  %-15s  %s",
                route.prefix(),
                route.origin().name().toLowerCase(Locale.ROOT),
                route.metric(),
                route.timeLeft().map(RipReportFormat::clock).orElse("-"),
                route.learned()
                        .filter(each -> isLearned)
                        .map(each -> each.nextHop())
                        .map(NetAddress::addressText)
                        .orElse("-"),
                route.learned()
                        .filter(each -> isLearned)
                        .map(each -> each.through().name())
                        .orElse("-"));
    }

    private static String clock(Duration left) {
        return "%02d:%02d".formatted(left.toMinutes(), left.toSecondsPart());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(format.formatted(values).stripTrailing()).append('\n');
    }
}

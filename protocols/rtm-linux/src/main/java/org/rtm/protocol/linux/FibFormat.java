package org.rtm.protocol.linux;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.rtm.api.NetAddress;

/** Makes text of what the command answers. Shells find it as a service. */
@Component(service = Converter.class)
public final class FibFormat implements Converter {
    /** How many destinations are listed; there can be a million. */
    private static final int MOST_LISTED = 20;

    @Activate
    public FibFormat() {}

    @Override
    public Object convert(Class<?> desiredType, Object in) {
        return null;
    }

    @Override
    public CharSequence format(Object target, int level, Converter escape) {
        if (target instanceof FibReport report) {
            return format(report, Instant.now());
        }
        return target instanceof FibDifferences differences ? format(differences) : null;
    }

    static String format(FibReport report, Instant now) {
        StringBuilder text = new StringBuilder();
        report.fibs().forEach(fib -> append(text, fib, now));
        report.refused()
                .forEach((pid, why) -> line(text, "Configuration %s is refused: %s", pid, why));
        if (text.isEmpty()) {
            line(text, "nothing is forwarded: no configuration %s", LinuxConfiguration.PID);
        }
        return text.toString().stripTrailing();
    }

    private static void append(StringBuilder text, FibStatus fib, Instant now) {
        line(text, "%s", title(fib));
        line(
                text,
                "  %d installed, %d queued, %d rejected, %d left from before",
                fib.installed(),
                fib.queued(),
                fib.rejected(),
                fib.stale());
        fib.comparison()
                .ifPresent(
                        it ->
                                line(
                                        text,
                                        "  compared %d s ago in %d ms: the kernel had %d, %d missing, %d different, %d surplus",
                                        Duration.between(it.at(), now).toSeconds(),
                                        it.took().toMillis(),
                                        it.routes(),
                                        it.missing(),
                                        it.different(),
                                        it.surplus()));
        if (!fib.problem().isEmpty()) {
            line(text, "  waits: %s", fib.problem());
        } else if (!fib.isFollowing()) {
            line(text, "  waits for the instance, or for a notifier");
        }
        fib.reasons().entrySet().stream().limit(MOST_LISTED).forEach(each -> append(text, each));
        more(text, fib.reasons().size());
    }

    private static void append(StringBuilder text, Map.Entry<NetAddress, String> rejected) {
        line(text, "  %s rejected: %s", rejected.getKey(), rejected.getValue());
    }

    private static void more(StringBuilder text, int all) {
        if (all > MOST_LISTED) {
            line(text, "  and %d more", all - MOST_LISTED);
        }
    }

    static String format(FibDifferences differences) {
        StringBuilder text = new StringBuilder();
        for (FibDifferences.OfFib each : differences.fibs()) {
            line(text, "%s: %d differences", title(each.fib()), each.differences().size());
            each.differences().stream().limit(MOST_LISTED).forEach(it -> append(text, it));
            more(text, each.differences().size());
        }
        if (text.isEmpty()) {
            line(text, "nothing is forwarded: no configuration %s", LinuxConfiguration.PID);
        }
        return text.toString().stripTrailing();
    }

    private static void append(StringBuilder text, FibDifference difference) {
        line(
                text,
                "  %s: %s, should be %s",
                difference.prefix(),
                difference.found().isEmpty() ? "missing" : difference.found(),
                difference.expected().isEmpty() ? "no route" : difference.expected());
    }

    private static String title(FibStatus fib) {
        return "Instance %d, %s: kernel table %d%s, protocol %d"
                .formatted(
                        fib.instance(),
                        fib.family(),
                        fib.table(),
                        fib.namespace().isEmpty() ? "" : " of namespace " + fib.namespace(),
                        fib.protocol());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(format.formatted(values).stripTrailing()).append('\n');
    }
}

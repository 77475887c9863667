package org.rtm.protocol.statics;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes text of what the command answers. Shells find it as a service. */
@Component(service = Converter.class)
public final class StaticFormat implements Converter {
    private static final String GAP = "  ";

    @Activate
    public StaticFormat() {}

    @Override
    public Object convert(Class<?> desiredType, Object in) {
        return null;
    }

    @Override
    public CharSequence format(Object target, int level, Converter escape) {
        if (target instanceof StaticEntries entries) {
            return entries(entries.entries());
        }
        return target instanceof ChangedEntry changed ? changed(changed) : null;
    }

    private static String changed(ChangedEntry changed) {
        StaticEntry entry = changed.entry();
        String text =
                "%s %s: %s %s"
                        .formatted(
                                changed.deed().toString().toLowerCase(Locale.ROOT),
                                entry.name(),
                                entry.prefix(),
                                entry.target())
                        .stripTrailing();
        return changed.deed() == ChangedEntry.Deed.REMOVED
                ? text
                : "%s, %s%s"
                        .formatted(
                                text,
                                entry.state(),
                                entry.reason().map(reason -> ": " + reason).orElse(""));
    }

    private static String entries(List<StaticEntry> entries) {
        if (entries.isEmpty()) {
            return "there are no static routes; rtm:static add makes one";
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"Name", "Instance", "Prefix", "To", "Metric", "State"});
        for (StaticEntry entry : entries) {
            rows.add(
                    new String[] {
                        entry.name(),
                        entry.instance(),
                        entry.prefix(),
                        entry.target().isEmpty() ? "-" : entry.target(),
                        entry.metric(),
                        entry.state().toString()
                    });
        }
        StringBuilder text = new StringBuilder(aligned(rows));
        for (StaticEntry entry : entries) {
            entry.reason()
                    .ifPresent(reason -> text.append("\n%s: %s".formatted(entry.name(), reason)));
        }
        return text.toString();
    }

    private static String aligned(List<String[]> rows) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream()
                .map(
                        row -> {
                            StringBuilder line = new StringBuilder();
                            for (int i = 0; i < row.length; i++) {
                                line.append(row[i])
                                        .append(" ".repeat(widths[i] - row[i].length()))
                                        .append(GAP);
                            }
                            return line.toString().stripTrailing();
                        })
                .collect(joining("\n"));
    }
}

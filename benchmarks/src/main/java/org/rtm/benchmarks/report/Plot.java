package org.rtm.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Pictures of what was measured, as SVG, with logarithmic scales: rivals are whole orders of
 * magnitude apart.
 */
final class Plot {
    private static final Pattern PREFIXES = Pattern.compile("\\bprefixes=(\\d+)");

    private static final String[] COLOURS = {
        "#1b6ca8", "#c8553d", "#3a7d44", "#8a5a9e", "#b8860b", "#4a4a4a"
    };
    private static final String OTHERS = "#9aa5b1";

    private static final int WIDTH = 760;
    private static final int LINE = 26;
    private static final int MARGIN = 16;
    private static final int CHARACTER = 7;

    private final StringBuilder svg = new StringBuilder();

    private Plot() {}

    /** A bar for each quantity, with its spread; all have the same unit. */
    static void bars(Path file, Map<Quantity, Summary> summaries) throws IOException {
        Plot plot = new Plot();
        int left =
                MARGIN
                        + CHARACTER
                                * summaries.keySet().stream()
                                        .mapToInt(quantity -> quantity.toString().length())
                                        .max()
                                        .orElseThrow();
        Scale scale =
                new Scale(
                        decadeBelow(summaries.values()),
                        summaries.values().stream().mapToDouble(Summary::most).max().orElseThrow(),
                        left + MARGIN,
                        WIDTH - 9 * CHARACTER);
        int y = MARGIN;
        for (Map.Entry<Quantity, Summary> entry : summaries.entrySet()) {
            Summary summary = entry.getValue();
            boolean isOurs = entry.getKey().isOurs();
            int middle = y + LINE / 2;
            plot.text(left, middle + 4, "end", entry.getKey().toString());
            plot.add(
                    "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='%s'/>",
                    scale.from(),
                    y + 4,
                    scale.at(summary.median()) - scale.from(),
                    LINE - 8,
                    isOurs ? COLOURS[0] : OTHERS);
            plot.add(
                    "<path d='M%.1f %dH%.1f' stroke='#222'/>",
                    scale.at(summary.least()), middle, scale.at(summary.most()));
            plot.text(
                    scale.at(summary.most()) + 6,
                    middle + 4,
                    "start",
                    Numbers.format(summary.median()));
            y += LINE;
        }
        plot.text(scale.from(), y + MARGIN, "start", unit(summaries) + ", logarithmic");
        plot.write(file, y + 2 * MARGIN);
    }

    /** A line for each name, over the number of prefixes. */
    static void growth(Path file, Map<Quantity, Summary> summaries) throws IOException {
        Map<String, SortedMap<Double, Double>> lines = new LinkedHashMap<>();
        summaries.forEach(
                (quantity, summary) ->
                        lines.computeIfAbsent(quantity.name(), name -> new TreeMap<>())
                                .put(prefixes(quantity), summary.median()));
        Plot plot = new Plot();
        int height = 300;
        Scale across =
                new Scale(
                        lines.values().stream()
                                .mapToDouble(SortedMap::firstKey)
                                .min()
                                .orElseThrow(),
                        lines.values().stream().mapToDouble(SortedMap::lastKey).max().orElseThrow(),
                        9 * CHARACTER,
                        WIDTH - 2 * MARGIN);
        double most = summaries.values().stream().mapToDouble(Summary::median).max().orElseThrow();
        Scale up =
                new Scale(
                        decadeBelow(summaries.values()),
                        Math.pow(10, Math.ceil(Math.log10(most))),
                        height,
                        2 * MARGIN);
        for (double tick : up.decades()) {
            plot.add(
                    "<path d='M%.1f %.1fH%.1f' stroke='#ddd'/>",
                    across.from(), up.at(tick), across.to());
            plot.text(across.from() - 6, up.at(tick) + 4, "end", Numbers.format(tick));
        }
        for (double tick : across.decades()) {
            plot.add(
                    "<path d='M%.1f %.1fV%.1f' stroke='#ddd'/>",
                    across.at(tick), up.from(), up.to());
            plot.text(across.at(tick), height + MARGIN + 2, "middle", "%,.0f".formatted(tick));
        }
        plot.text(across.from(), MARGIN + 4, "start", unit(summaries));
        plot.text(across.to(), height + 2 * MARGIN + 2, "end", "prefixes");
        int number = 0;
        for (Map.Entry<String, SortedMap<Double, Double>> line : lines.entrySet()) {
            String colour = COLOURS[number % COLOURS.length];
            plot.add(
                    "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>",
                    line.getValue().entrySet().stream()
                            .map(
                                    point ->
                                            "%.1f,%.1f"
                                                    .formatted(
                                                            across.at(point.getKey()),
                                                            up.at(point.getValue())))
                            .collect(Collectors.joining(" ")),
                    colour);
            int y = height + (3 + number) * MARGIN + 2 * number;
            plot.add(
                    "<path d='M%.1f %dh24' stroke='%s' stroke-width='2'/>",
                    across.from(), y - 4, colour);
            plot.text(across.from() + 30, y, "start", line.getKey());
            number++;
        }
        plot.write(file, height + (3 + number) * MARGIN + 2 * number);
    }

    static boolean isGrowth(Quantity quantity) {
        return PREFIXES.matcher(quantity.parameters()).find();
    }

    private static double prefixes(Quantity quantity) {
        Matcher matcher = PREFIXES.matcher(quantity.parameters());
        if (!matcher.find()) {
            throw new IllegalArgumentException(quantity + " does not say how many prefixes");
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static String unit(Map<Quantity, Summary> summaries) {
        return summaries.values().iterator().next().unit();
    }

    /** Where a scale begins: a logarithmic one has no zero. */
    private static double decadeBelow(Collection<Summary> summaries) {
        double least = summaries.stream().mapToDouble(Summary::least).min().orElseThrow();
        return Math.pow(10, Math.ceil(Math.log10(least)) - 1);
    }

    /** Where on an axis a value is, which goes over some pixels. */
    private record Scale(double least, double most, double from, double to) {
        double at(double value) {
            double share = Math.log(value / least) / Math.log(most / least);
            return from + (to - from) * share;
        }

        double[] decades() {
            int first = (int) Math.ceil(Math.log10(least) - 1e-9);
            int last = (int) Math.floor(Math.log10(most) + 1e-9);
            double[] decades = new double[last - first + 1];
            for (int i = 0; i < decades.length; i++) {
                decades[i] = Math.pow(10, first + i);
            }
            return decades;
        }
    }

    private void text(double x, double y, String anchor, String text) {
        add(
                "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>",
                x, y, anchor, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void add(String format, Object... values) {
        svg.append("  ").append(format.formatted(values)).append('\n');
    }

    private void write(Path file, int height) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                <svg xmlns='http://www.w3.org/2000/svg' width='%1$d' height='%2$d' viewBox='0 0 %1$d %2$d' \
                font-family='sans-serif' font-size='13' fill='#222'>
                  <rect width='%1$d' height='%2$d' fill='white'/>
                %3$s</svg>
                """
                        .formatted(WIDTH, height, svg));
    }
}

package org.rtm.benchmarks.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Pictures of what was measured, as SVG, with logarithmic scales: the rivals are whole orders of
 * magnitude apart.
 */
final class Plot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final Pattern PREFIXES = Pattern.compile("\\bprefixes=(\\d+)");

    private Plot() {}

    /** A bar for each quantity; all have the same unit. */
    static void bars(Path file, Map<Quantity, Summary> summaries) throws IOException {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .yAxisTitle(unit(summaries))
                        .build();
        List<Summary> values = List.copyOf(summaries.values());
        chart.addSeries(
                "median",
                summaries.keySet().stream().map(Quantity::toString).toList(),
                values.stream().map(Summary::median).toList());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLabelsPosition(0.5);
        chart.getStyler().setXAxisLabelRotation(summaries.size() > 4 ? 20 : 0);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(decadeBelow(values));
        style(chart.getStyler());
        write(chart, file);
    }

    /** Where the bars begin: a logarithmic scale has no zero. */
    private static double decadeBelow(List<Summary> values) {
        double least = values.stream().mapToDouble(Summary::median).min().orElseThrow();
        return Math.pow(10, Math.ceil(Math.log10(least)) - 1);
    }

    /** A line for each name, over the number of prefixes. */
    static void growth(Path file, Map<Quantity, Summary> summaries) throws IOException {
        Map<String, TreeMap<Double, Double>> lines = new LinkedHashMap<>();
        summaries.forEach(
                (quantity, summary) ->
                        lines.computeIfAbsent(quantity.name(), name -> new TreeMap<>())
                                .put(prefixes(quantity), summary.median()));
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .xAxisTitle("prefixes")
                        .yAxisTitle(unit(summaries))
                        .build();
        lines.forEach(
                (name, line) ->
                        chart.addSeries(
                                name, List.copyOf(line.keySet()), List.copyOf(line.values())));
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        style(chart.getStyler());
        write(chart, file);
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

    private static void style(Styler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setDecimalPattern("#,##0.##");
    }

    private static void write(Chart<?, ?> chart, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    }
}

package org.rtm.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.rtm.benchmarks.report.Measurement;
import org.rtm.benchmarks.report.Quantity;

/**
 * Runs JMH benchmarks. A round runs each of them once, in a process of its own: on a machine with
 * neighbours, what was measured within a minute compares best.
 */
final class Jmh implements Row.Measuring {
    /** What the garbage collector's profiler calls the bytes that one call allocates. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private static final String STRUCTURE = "structure";

    private static final Path LOGS = Path.of("benchmarks/target/jmh");

    private final int row;
    private final List<Class<?>> benchmarks;
    private final Map<String, String[]> params = new LinkedHashMap<>();
    private boolean withAllocation;

    private Jmh(int row, List<Class<?>> benchmarks) {
        this.row = row;
        this.benchmarks = benchmarks;
    }

    /** All benchmarks of some classes. The names of the quantities are those of the methods. */
    static Jmh of(int row, Class<?>... benchmarks) {
        return new Jmh(row, List.of(benchmarks));
    }

    /** With other values of a parameter than the benchmarks' own. */
    Jmh with(String param, String... values) {
        params.put(param, values);
        return this;
    }

    /** Measures also how many bytes a call allocates. */
    Jmh withAllocation() {
        withAllocation = true;
        return this;
    }

    @Override
    public void measure(Run run) throws RunnerException, IOException {
        Files.createDirectories(LOGS);
        int rounds = run.isQuick() ? 1 : 3;
        for (int round = 1; round <= rounds; round++) {
            Path log = LOGS.resolve("row-%02d-round-%d.log".formatted(row, round));
            Collection<RunResult> results = new Runner(options(run, log).build()).run();
            for (RunResult result : results) {
                add(run, result);
            }
        }
    }

    private ChainedOptionsBuilder options(Run run, Path log) {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .forks(1)
                        .jvmArgs(
                                "-Xms4g",
                                "-Xmx4g",
                                "-Xmn700m",
                                "-XX:+UseG1GC",
                                "-XX:+AlwaysPreTouch")
                        .warmupIterations(run.isQuick() ? 2 : 5)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(run.isQuick() ? 5 : 6)
                        .measurementTime(TimeValue.milliseconds(500))
                        .shouldFailOnError(true)
                        .output(log.toString());
        for (Class<?> benchmark : benchmarks) {
            options.include("^" + benchmark.getName().replace(".", "\\.") + "\\.");
        }
        params.forEach(options::param);
        return withAllocation ? options.addProfiler(GCProfiler.class) : options;
    }

    private void add(Run run, RunResult result) throws IOException {
        Quantity quantity =
                new Quantity(row, name(result.getParams()), parameters(result.getParams()));
        run.add(
                new Measurement(
                        quantity,
                        result.getPrimaryResult().getScoreUnit(),
                        samples(result, IterationResult::getPrimaryResult)));
        if (withAllocation) {
            run.add(
                    new Measurement(
                            new Quantity(
                                    row, quantity.name() + " allocates", quantity.parameters()),
                            "B/op",
                            samples(result, each -> each.getSecondaryResults().get(ALLOCATED))));
        }
    }

    /** The structure that is measured is no parameter like others: results compare it. */
    private static String name(BenchmarkParams params) {
        String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        String structure = params.getParam(STRUCTURE);
        return structure == null ? method : method + ": " + structure;
    }

    private static String parameters(BenchmarkParams params) {
        return params.getParamsKeys().stream()
                .filter(key -> !key.equals(STRUCTURE))
                .map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(" "));
    }

    private interface Score {
        Result<?> of(IterationResult iteration);
    }

    private static List<Double> samples(RunResult result, Score score) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(iteration -> score.of(iteration).getScore())
                .toList();
    }
}

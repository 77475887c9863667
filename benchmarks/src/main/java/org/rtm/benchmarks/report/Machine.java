package org.rtm.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run was made on. */
public final class Machine {
    private Machine() {}

    public static String describe() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        return "%s, %d cores, %s of memory, %s %s, Java %s (%s)"
                .formatted(
                        find("/proc/cpuinfo", "model name\\s*: (.*)", "an unknown processor"),
                        runtime.availableProcessors(),
                        memory(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.version"),
                        System.getProperty("java.vm.name"));
    }

    private static String memory() throws IOException {
        long kibibytes = Long.parseLong(find("/proc/meminfo", "MemTotal:\\s*(\\d+)", "0"));
        return "%d GiB".formatted(Math.round(kibibytes / (double) (1 << 20)));
    }

    private static String find(String file, String pattern, String otherwise) throws IOException {
        Path path = Path.of(file);
        if (!Files.exists(path)) {
            return otherwise;
        }
        Matcher matcher =
                Pattern.compile(pattern).matcher(Files.readString(path, StandardCharsets.UTF_8));
        return matcher.find() ? matcher.group(1) : otherwise;
    }
}

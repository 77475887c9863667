package org.rtm.itest;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.RtmMonitor;

/**
 * What a router has of all that a bundle could leave behind when it is replaced.
 *
 * @param threads how many of each name, without numbers
 * @param services how many of each bundle and interface
 * @param handles how many that were not given back, of each entity
 * @param files how many are open
 */
record Footprint(
        Map<String, Integer> threads,
        Map<String, Integer> services,
        Map<String, Integer> handles,
        long files) {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    /** Threads that the table takes as call-backs need them, and that end when idle. */
    private static final String LANE = "rtm-lane-#";

    static Footprint of(BundleContext context, RtmMonitor monitor) throws IOException {
        return new Footprint(threadNames(), services(context), openHandles(monitor), openFiles());
    }

    /** Says what this has more than another one. */
    List<String> beyond(Footprint other) {
        List<String> more = new ArrayList<>();
        compare("threads", threads, other.threads, more);
        compare("services", services, other.services, more);
        compare("handles", handles, other.handles, more);
        if (files > other.files) {
            more.add("open files: %d, before %d".formatted(files, other.files));
        }
        return more;
    }

    private static void compare(
            String what, Map<String, Integer> now, Map<String, Integer> before, List<String> more) {
        now.forEach(
                (name, count) -> {
                    if (count > before.getOrDefault(name, 0)) {
                        more.add(
                                "%s: %d of %s, before %d"
                                        .formatted(
                                                what, count, name, before.getOrDefault(name, 0)));
                    }
                });
    }

    private static Map<String, Integer> threadNames() {
        return count(
                Thread.getAllStackTraces().keySet().stream()
                        .map(thread -> thread.getName().replaceAll("\\d+", "#"))
                        .filter(name -> !name.equals(LANE)));
    }

    static Map<String, Integer> services(BundleContext context) {
        try {
            return count(
                    Arrays.stream(context.getAllServiceReferences(null, null))
                            .map(Footprint::describe));
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String describe(ServiceReference<?> service) {
        return "%s of %s"
                .formatted(
                        Arrays.toString((String[]) service.getProperty(Constants.OBJECTCLASS)),
                        service.getBundle() == null
                                ? "nobody"
                                : service.getBundle().getSymbolicName());
    }

    private static Map<String, Integer> openHandles(RtmMonitor monitor) {
        Map<String, Integer> handles = new TreeMap<>();
        for (InstanceStatus instance : monitor.instances()) {
            instance.tables().stream()
                    .flatMap(table -> table.entities().stream())
                    .forEach(entity -> handles.put(describe(entity), sum(entity)));
        }
        return handles;
    }

    private static String describe(EntityStatus entity) {
        return entity.info().family() + " " + entity.info().id();
    }

    private static int sum(EntityStatus entity) {
        return entity.handles().values().stream().mapToInt(Math::toIntExact).sum();
    }

    private static long openFiles() throws IOException {
        if (!Files.isDirectory(OPEN_FILES)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.count();
        }
    }

    private static Map<String, Integer> count(Stream<String> names) {
        return names.collect(toMap(name -> name, name -> 1, Integer::sum, TreeMap::new));
    }

    /**
     * Collects the garbage, and returns how many objects are left of each of the product's classes.
     */
    static Map<String, Integer> objects() {
        Map<String, Integer> objects = new TreeMap<>();
        for (String line : histogram().split("\n")) {
            String[] columns = line.trim().split("\\s+");
            if (columns.length >= 4 && isOurs(columns[3])) {
                // Each class loader has lambdas of its own.
                String name = columns[3].replaceAll("\\$\\$Lambda.*", " lambda");
                objects.merge(name, Integer.parseInt(columns[1]), Integer::sum);
            }
        }
        return objects;
    }

    private static boolean isOurs(String name) {
        return name.startsWith("org.rtm.") && !name.startsWith("org.rtm.itest.");
    }

    private static String histogram() {
        try {
            return (String)
                    ManagementFactory.getPlatformMBeanServer()
                            .invoke(
                                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                    "gcClassHistogram",
                                    new Object[] {new String[0]},
                                    new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }
}

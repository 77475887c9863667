package org.rtm.protocol.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmException;

/**
 * The part of the kernel's routes that is ours, and what ip is told of it.
 *
 * @param program the program ip
 * @param namespace the network namespace; empty for the one of this process
 * @param family the address family
 * @param number the number of the kernel's table
 * @param protocol the number by which our routes are known
 * @param metric the metric of our routes
 */
record KernelTable(
        String program,
        String namespace,
        AddressFamily family,
        long number,
        int protocol,
        long metric) {
    /** The table that packets take unless a rule says otherwise. */
    static final long MAIN = 254;

    /** A line of the monitor, with the type of the route, if it is not a unicast one, as number. */
    private static final Pattern ROUTE =
            Pattern.compile("(?:Deleted )?(?:\\d+ )?(default|[0-9a-f.:]+(?:/\\d+)?) .*");

    /** Makes the command that starts ip. */
    List<String> ip(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program);
        if (!namespace.isEmpty()) {
            command.addAll(List.of("-n", namespace));
        }
        command.add(family == AddressFamily.IPV4 ? "-4" : "-6");
        command.addAll(List.of(arguments));
        return command;
    }

    boolean isMain() {
        return number == MAIN;
    }

    /** Puts a route where none is; the kernel refuses it where one is with the same metric. */
    String add(NetAddress prefix, KernelRoute route, Links links) {
        return put("add", prefix, route, links);
    }

    /** Puts a route in the place of ours, without a moment between the two. */
    String replace(NetAddress prefix, KernelRoute route, Links links) {
        return put("replace", prefix, route, links);
    }

    private String put(String verb, NetAddress prefix, KernelRoute route, Links links) {
        StringBuilder text = new StringBuilder(128).append("route ").append(verb).append(' ');
        if (route.type() != KernelRoute.Type.UNICAST) {
            text.append(route.type().argument()).append(' ');
        }
        text.append(prefix);
        place(text, route.metric());
        route.describe(text, links);
        return text.toString();
    }

    /** Takes our route away, and no other one. */
    String delete(NetAddress prefix, long ofMetric) {
        StringBuilder text = new StringBuilder(64).append("route del ").append(prefix);
        place(text, ofMetric);
        return text.toString();
    }

    /** Takes all of our routes away. */
    String flush() {
        return "route flush table %d proto %d".formatted(number, protocol);
    }

    private void place(StringBuilder text, long ofMetric) {
        text.append(" table ").append(number).append(" proto ").append(protocol);
        text.append(" metric ").append(ofMetric);
    }

    /** The command that prints our routes. */
    List<String> show() {
        return ip(
                "-json",
                "route",
                "show",
                "table",
                Long.toString(number),
                "proto",
                Integer.toString(protocol));
    }

    /**
     * The command that prints what changes in a namespace, of both address families.
     *
     * @param objects of what, in ip's words
     */
    static List<String> monitor(String program, String namespace, String... objects) {
        List<String> command = new ArrayList<>();
        command.add(program);
        if (!namespace.isEmpty()) {
            command.addAll(List.of("-n", namespace));
        }
        command.addAll(List.of("-N", "-o", "monitor"));
        command.addAll(List.of(objects));
        return command;
    }

    /**
     * Reads a line of the monitor.
     *
     * @return the destination, if one of our routes was deleted, or another one came that may have
     *     taken its place; also if we did that ourselves
     */
    Optional<NetAddress> lost(String line) {
        // Mostly it is about what we did: there are as many of these as of commands.
        boolean isOurs = line.contains(" proto " + protocol + " ");
        if (line.startsWith("Deleted ") != isOurs || !isInTable(line)) {
            return Optional.empty();
        }
        Matcher matcher = ROUTE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return prefix(matcher.group(1)).filter(prefix -> prefix.family() == family);
    }

    private boolean isInTable(String line) {
        return isMain() ? !line.contains(" table ") : line.contains(" table " + number + " ");
    }

    private Optional<NetAddress> prefix(String text) {
        try {
            return Optional.of(
                    text.equals("default") ? NetAddress.all(family) : NetAddress.parse(text));
        } catch (RtmException e) {
            return Optional.empty();
        }
    }
}

package org.rtm.lab;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A router that speaks RIP, whoever made it. */
interface LabRouter {
    /** The routes that it has learned by RIP and uses, by prefix. */
    Map<String, Learned> learned();

    /** Has it tell the neighbours of a static route, with metric 1. */
    void announce(String prefix);

    /** Takes that back. */
    void withdraw(String prefix);

    /** Ends it at once, without a word to the neighbours. */
    void kill();

    /** A route's metric, with the cost of the last link, and the neighbour that it leads to. */
    record Learned(int metric, String gateway) {
        /**
         * Reads what a router shows.
         *
         * @param pattern finds a route, with its prefix, metric and gateway as groups
         */
        static Map<String, Learned> read(Pattern pattern, String shown) {
            Map<String, Learned> routes = new TreeMap<>();
            pattern.matcher(shown)
                    .results()
                    .forEach(
                            route ->
                                    routes.put(
                                            route.group(1),
                                            new Learned(
                                                    Integer.parseInt(route.group(2)),
                                                    route.group(3))));
            return routes;
        }
    }
}

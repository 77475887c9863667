package org.rtm.benchmarks.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;

/**
 * One of many routes to a destination.
 *
 * @param prefix the destination
 * @param peer the neighbour that told of the route
 * @param pathLength how many networks are on the way
 */
public record PeerRoute(NetAddress prefix, NetAddress peer, int pathLength) {
    private static final Path REAL_ROUTES = Path.of("../shared/data/multipeer-v4.txt.gz");

    private static final int GENERATED_PREFIXES = 9_000;
    private static final int GENERATED_PEERS = 30;
    private static final int LONGEST_PATH = 8;

    /** The routes of all neighbours, each of which has one to a destination at the most. */
    public static List<PeerRoute> all() {
        return Files.exists(REAL_ROUTES) ? read() : generated();
    }

    private static List<PeerRoute> read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(REAL_ROUTES)),
                                StandardCharsets.US_ASCII))) {
            List<PeerRoute> routes = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(" ");
                routes.add(
                        new PeerRoute(
                                NetAddress.parse(fields[0]),
                                NetAddress.parse(fields[2]),
                                Integer.parseInt(fields[4])));
            }
            return routes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<PeerRoute> generated() {
        SplittableRandom random = new SplittableRandom(0);
        List<NetAddress> peers = new ArrayList<>();
        for (int peer = 1; peer <= GENERATED_PEERS; peer++) {
            peers.add(NetAddress.parse("192.0.2." + peer));
        }
        List<PeerRoute> routes = new ArrayList<>();
        for (Prefix prefix : Prefixes.generated(AddressFamily.IPV4, GENERATED_PREFIXES)) {
            for (NetAddress peer : peers) {
                routes.add(
                        new PeerRoute(
                                prefix.toNetAddress(), peer, 1 + random.nextInt(LONGEST_PATH)));
            }
        }
        return routes;
    }
}

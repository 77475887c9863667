package org.rtm.benchmarks.rival;

import com.googlecode.concurrenttrees.radix.node.concrete.DefaultByteArrayNodeFactory;
import com.googlecode.concurrenttrees.radixinverted.ConcurrentInvertedRadixTree;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.rtm.benchmarks.data.Prefix;

/**
 * What the route service of ONOS keeps for a prefix: the best route in its tree, and the set of all
 * routes to it in a map. Nothing is decided and nobody is told here: this is the least it costs.
 */
public final class OnosRoutes {
    private final ConcurrentInvertedRadixTree<Route> best =
            new ConcurrentInvertedRadixTree<>(new DefaultByteArrayNodeFactory());
    private final Map<Prefix, Set<Route>> all = new ConcurrentHashMap<>();

    private record Route(Prefix prefix, String nextHop) {}

    public void insert(Prefix prefix, String nextHop) {
        Route route = new Route(prefix, nextHop);
        all.put(prefix, Set.of(route));
        best.put(OnosTree.key(prefix), route);
    }
}

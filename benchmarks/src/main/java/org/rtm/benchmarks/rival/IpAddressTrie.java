package org.rtm.benchmarks.rival;

import inet.ipaddr.Address;
import inet.ipaddr.format.util.AssociativeAddressTrie;
import inet.ipaddr.format.util.AssociativeAddressTrie.AssociativeTrieNode;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv4.IPv4AddressAssociativeTrie;
import inet.ipaddr.ipv6.IPv6Address;
import inet.ipaddr.ipv6.IPv6AddressAssociativeTrie;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.rtm.api.AddressFamily;
import org.rtm.benchmarks.data.Prefix;

/** The tries of the IPAddress library, the one general library for Java that has all of this. */
final class IpAddressTrie<A extends Address> implements Structure {
    static final String NAME = "IPAddress trie";

    private final AssociativeAddressTrie<A, Prefix> trie;
    private final List<A> questions = new ArrayList<>();

    static Structure of(List<Prefix> table, Prefix[] questions) {
        return table.get(0).family() == AddressFamily.IPV4
                ? new IpAddressTrie<>(
                        new IPv4AddressAssociativeTrie<>(), IpAddressTrie::ipv4, table, questions)
                : new IpAddressTrie<>(
                        new IPv6AddressAssociativeTrie<>(), IpAddressTrie::ipv6, table, questions);
    }

    private IpAddressTrie(
            AssociativeAddressTrie<A, Prefix> trie,
            Function<Prefix, A> key,
            List<Prefix> table,
            Prefix[] questions) {
        this.trie = trie;
        for (Prefix prefix : table) {
            trie.put(key.apply(prefix), prefix);
        }
        for (Prefix question : questions) {
            this.questions.add(key.apply(question));
        }
    }

    // An address with a prefix length would make one without for its first look-up.

    private static IPv4Address ipv4(Prefix prefix) {
        int bits = (int) (prefix.highBits() >>> Integer.SIZE);
        return prefix.length() == Integer.SIZE
                ? new IPv4Address(bits)
                : new IPv4Address(bits, prefix.length());
    }

    private static IPv6Address ipv6(Prefix prefix) {
        byte[] bytes = prefix.toNetAddress().bytes();
        return prefix.length() == 2 * Long.SIZE
                ? new IPv6Address(bytes)
                : new IPv6Address(bytes, prefix.length());
    }

    @Override
    public Prefix longestMatch(int question) {
        return value(trie.longestPrefixMatchNode(questions.get(question)));
    }

    @Override
    public Prefix exactMatch(int question) {
        return trie.get(questions.get(question));
    }

    @Override
    public Prefix nextLessSpecific(int question) {
        AssociativeTrieNode<A, Prefix> node = trie.getAddedNode(questions.get(question));
        do {
            node = node.getParent();
        } while (node != null && !node.isAdded());
        return value(node);
    }

    @Override
    public long walk() {
        long lengths = 0;
        Iterator<? extends AssociativeTrieNode<A, Prefix>> nodes = trie.nodeIterator(true);
        while (nodes.hasNext()) {
            lengths += nodes.next().getValue().length();
        }
        return lengths;
    }

    private static Prefix value(AssociativeTrieNode<?, Prefix> node) {
        return node == null ? null : node.getValue();
    }
}

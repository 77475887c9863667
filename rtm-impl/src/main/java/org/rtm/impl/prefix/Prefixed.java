package org.rtm.impl.prefix;

/**
 * What a {@link PrefixMap} holds: a value that knows its own prefix, which must never change while
 * the value is in a map. The map keeps no copy of the prefix: most values stand in the trie by
 * themselves, without anything around them.
 *
 * <p>The bits of a prefix are left-aligned in 128: an IPv4 address is in the upper half of the high
 * word. Bits past the length are zero.
 */
public interface Prefixed {
    /** The first 64 bits of the prefix, the first bit most significant. */
    long highBits();

    /** The other 64 bits. */
    long lowBits();

    /** How many of the bits belong to the prefix. */
    int length();
}

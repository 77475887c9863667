package org.rtm.shell.source;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.rtm.api.AddressFamily;
import org.rtm.api.NetAddress;
import org.rtm.shell.source.SourceRoute.Peer;

/**
 * Routes of an MRT file, as the RouteViews and RIPE RIS projects publish them: the unicast records
 * of TABLE_DUMP_V2 (RFC 6396, and RFC 8050 with path identifiers). Other records are skipped.
 *
 * <p>A route's metric is the length of its AS path as BGP compares it (RFC 4271, 9.1.2.2). The
 * MULTI_EXIT_DISC is not used: it compares only routes of one neighbouring AS, and most have none.
 */
final class MrtRoutes implements RouteSource {
    private static final int HEADER = 12;

    /** Several times the largest record met; a longer one is a sign of damage. */
    private static final int LONGEST_RECORD = 1 << 24;

    private static final int TABLE_DUMP_V2 = 13;
    private static final Map<Integer, String> TYPES =
            Map.ofEntries(
                    Map.entry(0, "NULL"),
                    Map.entry(1, "START"),
                    Map.entry(2, "DIE"),
                    Map.entry(3, "I_AM_DEAD"),
                    Map.entry(4, "PEER_DOWN"),
                    Map.entry(5, "BGP"),
                    Map.entry(6, "RIP"),
                    Map.entry(7, "IDRP"),
                    Map.entry(8, "RIPNG"),
                    Map.entry(9, "BGP4PLUS"),
                    Map.entry(10, "BGP4PLUS_01"),
                    Map.entry(11, "OSPFv2"),
                    Map.entry(12, "TABLE_DUMP"),
                    Map.entry(TABLE_DUMP_V2, "TABLE_DUMP_V2"),
                    Map.entry(16, "BGP4MP"),
                    Map.entry(17, "BGP4MP_ET"),
                    Map.entry(32, "ISIS"),
                    Map.entry(33, "ISIS_ET"),
                    Map.entry(48, "OSPFv3"),
                    Map.entry(49, "OSPFv3_ET"));

    /** The last of the deprecated types that announce no routes: a file of zeros is no MRT file. */
    private static final int PEER_DOWN = 4;

    private static final int HIGHEST_SUBTYPE = 12;

    private static final int PEER_INDEX_TABLE = 1;
    private static final int RIB_IPV4_UNICAST = 2;
    private static final int RIB_IPV4_MULTICAST = 3;
    private static final int RIB_IPV6_UNICAST = 4;
    private static final int RIB_IPV6_MULTICAST = 5;
    private static final int RIB_GENERIC = 6;
    private static final int GEO_PEER_TABLE = 7;
    private static final int RIB_IPV4_UNICAST_ADDPATH = 8;
    private static final int RIB_IPV4_MULTICAST_ADDPATH = 9;
    private static final int RIB_IPV6_UNICAST_ADDPATH = 10;
    private static final int RIB_IPV6_MULTICAST_ADDPATH = 11;
    private static final int RIB_GENERIC_ADDPATH = 12;

    private static final int PEER_HAS_IPV6_ADDRESS = 1;
    private static final int PEER_HAS_LONG_AS_NUMBER = 2;

    private static final int EXTENDED_LENGTH = 0x10;
    private static final int AS_PATH = 2;
    private static final int NEXT_HOP = 3;
    private static final int MP_REACH_NLRI = 14;

    private static final int AS_SET = 1;
    private static final int AS_SEQUENCE = 2;
    private static final int AS_CONFED_SET = 4;

    private final Content content;
    private final Consumer<Problem> problems;
    private final NextHops nextHops = new NextHops();
    private final Map<String, Long> skipped = new TreeMap<>();
    private final byte[] header = new byte[HEADER];
    private byte[] record = new byte[1 << 16];
    private MrtFields fields = new MrtFields(record, 0, 0);
    private Peers peers = new Peers(null);
    private long records;
    private long position;
    private String cutShort;

    private NetAddress prefix;
    private boolean pathIdentifiers;
    private int entriesLeft;

    MrtRoutes(Content content, Consumer<Problem> problems) {
        this.content = content;
        this.problems = problems;
    }

    /** Says whether content starts as an MRT file does: with the header of a record. */
    static boolean recognises(byte[] head) {
        if (head.length < HEADER) {
            return false;
        }
        MrtFields fields = new MrtFields(head, 4, HEADER);
        try {
            int type = fields.uint16();
            int subtype = fields.uint16();
            long length = fields.uint32();
            return TYPES.containsKey(type)
                    && type > PEER_DOWN
                    && subtype <= HIGHEST_SUBTYPE
                    && length <= LONGEST_RECORD;
        } catch (MrtFields.Malformed e) {
            return false;
        }
    }

    @Override
    public Optional<SourceRoute> next() {
        while (entriesLeft > 0 || cutShort == null && takeRecord()) {
            if (entriesLeft > 0) {
                entriesLeft--;
                try {
                    return Optional.of(route());
                } catch (MrtFields.Malformed e) {
                    entriesLeft = 0;
                    report(e);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public long position() {
        return content.position();
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public Map<String, Long> skipped() {
        return Collections.unmodifiableMap(skipped);
    }

    @Override
    public Optional<String> cutShort() {
        return Optional.ofNullable(cutShort);
    }

    @Override
    public void close() {
        content.close();
    }

    /** Takes one record, whatever it is; false at the end. */
    private boolean takeRecord() {
        int count = read(header, HEADER);
        if (count < HEADER) {
            end(count);
            return false;
        }
        try {
            MrtFields head = new MrtFields(header, 4, HEADER);
            int type = head.uint16();
            int subtype = head.uint16();
            long length = head.uint32();
            if (!TYPES.containsKey(type) || length > LONGEST_RECORD) {
                cutShort =
                        "damaged: record %d, at byte %d, is said to be of type %d and %d bytes long"
                                .formatted(records + 1, position, type, length);
                return false;
            }
            if (record.length < length) {
                record = new byte[(int) length];
            }
            count = read(record, (int) length);
            if (count < length) {
                end(HEADER + count);
                return false;
            }
            records++;
            position += HEADER + length;
            fields = new MrtFields(record, 0, (int) length);
            take(type, subtype);
        } catch (MrtFields.Malformed e) {
            entriesLeft = 0;
            report(e);
        }
        return true;
    }

    /** Notes why the content ended so many bytes after the last whole record. */
    private void end(int remainder) {
        String after = ", after %d whole MRT records".formatted(records);
        if (content.cutShort().isPresent()) {
            cutShort = content.cutShort().get() + after;
        } else if (remainder > 0) {
            cutShort =
                    "truncated: the file ends after %d bytes, in the middle of a record"
                                    .formatted(position + remainder)
                            + after;
        }
    }

    private void report(MrtFields.Malformed e) {
        problems.accept(new Problem("record " + records, e.getMessage()));
    }

    private int read(byte[] bytes, int length) {
        int count = 0;
        int more = 0;
        while (count < length && (more = content.read(bytes, count, length - count)) > 0) {
            count += more;
        }
        return count;
    }

    private void take(int type, int subtype) throws MrtFields.Malformed {
        if (type != TABLE_DUMP_V2) {
            skip(TYPES.get(type));
            return;
        }
        switch (subtype) {
            case PEER_INDEX_TABLE -> peers = peerIndexTable();
            case RIB_IPV4_UNICAST -> startRib(AddressFamily.IPV4, false);
            case RIB_IPV6_UNICAST -> startRib(AddressFamily.IPV6, false);
            case RIB_IPV4_UNICAST_ADDPATH -> startRib(AddressFamily.IPV4, true);
            case RIB_IPV6_UNICAST_ADDPATH -> startRib(AddressFamily.IPV6, true);
            case RIB_IPV4_MULTICAST -> skip("RIB_IPV4_MULTICAST");
            case RIB_IPV6_MULTICAST -> skip("RIB_IPV6_MULTICAST");
            case RIB_GENERIC -> skip("RIB_GENERIC");
            case GEO_PEER_TABLE -> skip("GEO_PEER_TABLE");
            case RIB_IPV4_MULTICAST_ADDPATH -> skip("RIB_IPV4_MULTICAST_ADDPATH");
            case RIB_IPV6_MULTICAST_ADDPATH -> skip("RIB_IPV6_MULTICAST_ADDPATH");
            case RIB_GENERIC_ADDPATH -> skip("RIB_GENERIC_ADDPATH");
            default -> skip("TABLE_DUMP_V2 subtype " + subtype);
        }
    }

    private void skip(String name) {
        skipped.merge(name, 1L, Long::sum);
    }

    private Peers peerIndexTable() throws MrtFields.Malformed {
        fields.skip(4, "collector");
        fields.skip(fields.uint16(), "view name");
        // Not allocated by the count, which nobody vouches for, before the peers are seen.
        int count = fields.uint16();
        Peer[] table = new Peer[0];
        for (int i = 0; i < count; i++) {
            int kind = fields.uint8();
            fields.skip(4, "BGP identifier");
            NetAddress address =
                    (kind & PEER_HAS_IPV6_ADDRESS) != 0
                            ? fields.address(AddressFamily.IPV6, 128)
                            : fields.address(AddressFamily.IPV4, 32);
            long asNumber =
                    (kind & PEER_HAS_LONG_AS_NUMBER) != 0 ? fields.uint32() : fields.uint16();
            if (i == table.length) {
                table = Arrays.copyOf(table, Math.max(16, 2 * i));
            }
            table[i] = new Peer(address, asNumber);
        }
        return new Peers(Arrays.copyOf(table, count));
    }

    private void startRib(AddressFamily family, boolean withPathIdentifiers)
            throws MrtFields.Malformed {
        fields.skip(4, "sequence number");
        int length = fields.uint8();
        if (length > family.addressLength()) {
            throw new MrtFields.Malformed(
                    "%d is not the length of an %s prefix; allowed are 0 to %d"
                            .formatted(length, family, family.addressLength()));
        }
        prefix = fields.address(family, length);
        pathIdentifiers = withPathIdentifiers;
        entriesLeft = fields.uint16();
    }

    private SourceRoute route() throws MrtFields.Malformed {
        Optional<Peer> peer = peers.at(fields.uint16());
        fields.skip(4, "originated time");
        if (pathIdentifiers) {
            fields.skip(4, "path identifier");
        }
        MrtFields attributes = fields.part(fields.uint16(), "attributes of " + prefix);
        Optional<NetAddress> nextHop = Optional.empty();
        Optional<NetAddress> reachable = Optional.empty();
        long pathLength = 0;
        while (attributes.hasMore()) {
            int flags = attributes.uint8();
            int type = attributes.uint8();
            int length = (flags & EXTENDED_LENGTH) != 0 ? attributes.uint16() : attributes.uint8();
            if (type == AS_PATH) {
                pathLength = pathLength(attributes.part(length, "AS_PATH"));
            } else if (type == NEXT_HOP) {
                nextHop = host(attributes.part(length, "NEXT_HOP"), length);
            } else if (type == MP_REACH_NLRI) {
                reachable = reachable(attributes.part(length, "MP_REACH_NLRI"), length);
            } else {
                attributes.skip(length, "attribute");
            }
        }
        boolean ipv4 = prefix.family() == AddressFamily.IPV4;
        return new SourceRoute(
                prefix, ipv4 && nextHop.isPresent() ? nextHop : reachable, 0, pathLength, peer);
    }

    /** An AS_SET counts as one, what is inside a confederation not at all (RFC 5065). */
    private static long pathLength(MrtFields path) throws MrtFields.Malformed {
        long length = 0;
        while (path.hasMore()) {
            int kind = path.uint8();
            int count = path.uint8();
            path.skip(4 * count, "AS path segment");
            if (kind < AS_SET || kind > AS_CONFED_SET) {
                throw new MrtFields.Malformed(
                        "%d is not the type of an AS path segment; allowed are %d to %d"
                                .formatted(kind, AS_SET, AS_CONFED_SET));
            }
            length += kind == AS_SEQUENCE ? count : kind == AS_SET ? 1 : 0;
        }
        return length;
    }

    /**
     * The next hop of MP_REACH_NLRI, which stands alone in TABLE_DUMP_V2 (RFC 6396, 4.3.4); some
     * collectors write the whole attribute, which starts with the zero of a two-byte family.
     */
    private Optional<NetAddress> reachable(MrtFields attribute, int length)
            throws MrtFields.Malformed {
        int nextHopLength = attribute.uint8();
        if (nextHopLength == 0 && length > 4) {
            attribute.skip(2, "address family");
            nextHopLength = attribute.uint8();
        }
        return host(attribute.part(nextHopLength, "next hop"), nextHopLength);
    }

    /** A second, link-local address may follow an IPv6 one. */
    private Optional<NetAddress> host(MrtFields address, int length) throws MrtFields.Malformed {
        long high;
        long low = 0;
        AddressFamily family;
        switch (length) {
            case 4 -> {
                family = AddressFamily.IPV4;
                high = address.uint32() << 32;
            }
            case 16, 32 -> {
                family = AddressFamily.IPV6;
                high = address.uint32() << 32 | address.uint32();
                low = address.uint32() << 32 | address.uint32();
            }
            default ->
                    throw new MrtFields.Malformed(
                            "a next hop of %d bytes; allowed are 4, 16 and 32".formatted(length));
        }
        // The collector's own routes have no next hop, written as zeros.
        return high == 0 && low == 0 ? Optional.empty() : nextHops.of(family, high, low);
    }

    /** The peers of the dump; null before the file told them, as not every writer does. */
    private record Peers(Peer[] table) {
        Optional<Peer> at(int index) throws MrtFields.Malformed {
            if (table == null) {
                return Optional.empty();
            }
            if (index >= table.length) {
                throw new MrtFields.Malformed(
                        "there is no peer %d; the file lists %d".formatted(index, table.length));
            }
            return Optional.of(table[index]);
        }
    }
}

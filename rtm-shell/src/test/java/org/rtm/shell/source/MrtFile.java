package org.rtm.shell.source;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;

/** Writes MRT files for tests, field by field as RFC 6396 has them. */
final class MrtFile {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    interface Fields {
        void writeTo(DataOutputStream out) throws IOException;
    }

    MrtFile record(int type, int subtype, Fields body) throws IOException {
        byte[] bytes = bytes(body);
        file.writeBytes(
                bytes(
                        out -> {
                            out.writeInt(1400824800);
                            out.writeShort(type);
                            out.writeShort(subtype);
                            out.writeInt(bytes.length);
                            out.write(bytes);
                        }));
        return this;
    }

    /** Peer 0 has an IPv4 address and a short AS number, peer 1 IPv6 and a long one. */
    MrtFile peers() throws IOException {
        return record(
                13,
                1,
                out -> {
                    out.writeInt(0x0A000001);
                    out.writeShort(4);
                    out.writeBytes("view");
                    out.writeShort(2);
                    out.writeByte(0);
                    out.writeInt(0x0A000002);
                    out.write(hex("c0000201"));
                    out.writeShort(64500);
                    out.writeByte(3);
                    out.writeInt(0x0A000003);
                    out.write(hex("20010db8000000000000000000000001"));
                    out.writeInt((int) 4200000000L);
                });
    }

    /** A RIB record of one prefix; the prefix is written with the bytes that it needs. */
    MrtFile rib(int subtype, int length, String prefix, Fields... entries) throws IOException {
        return record(
                13,
                subtype,
                out -> {
                    out.writeInt(0);
                    out.writeByte(length);
                    out.write(hex(prefix));
                    out.writeShort(entries.length);
                    for (Fields entry : entries) {
                        entry.writeTo(out);
                    }
                });
    }

    static Fields entry(int peer, String attributes) {
        return out -> {
            out.writeShort(peer);
            out.writeInt(1400000000);
            out.writeShort(hex(attributes).length);
            out.write(hex(attributes));
        };
    }

    static Fields entryWithPathIdentifier(int peer, int identifier, String attributes) {
        return out -> {
            out.writeShort(peer);
            out.writeInt(1400000000);
            out.writeInt(identifier);
            out.writeShort(hex(attributes).length);
            out.write(hex(attributes));
        };
    }

    byte[] bytes() {
        return file.toByteArray();
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] bytes(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        fields.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}

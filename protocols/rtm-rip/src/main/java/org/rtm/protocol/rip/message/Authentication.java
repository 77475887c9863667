package org.rtm.protocol.rip.message;

import java.time.InstantSource;
import java.util.SortedMap;
import org.rtm.api.NetAddress;

/**
 * How the routers of a network know their like: seals messages, and opens those of neighbours.
 * Works on bytes, as it is bytes that are signed. For one thread at a time.
 */
public interface Authentication {
    /** Messages as they are. One that comes with authentication is refused (RFC 2453, 4.1). */
    static Authentication none() {
        return new NoAuthentication();
    }

    /**
     * A password that everybody on the network can read (RFC 2453, 4.1).
     *
     * @param password 1 to 16 bytes in UTF-8
     */
    static Authentication password(String password) {
        return new PasswordAuthentication(password);
    }

    /**
     * A digest of message and key (RFC 4822, and RFC 2082 for keyed MD5).
     *
     * @param digest how messages are signed
     * @param keys the keys by number, 0 to 255, in UTF-8, of 1 byte to the size of the digest, as
     *     implementations differ in how they shorten longer ones; the last one signs, all are
     *     accepted
     * @param clock gives the sequence numbers, so that they go up over restarts
     */
    static Authentication cryptographic(
            Digest digest, SortedMap<Integer, String> keys, InstantSource clock) {
        return new CryptographicAuthentication(digest, keys, clock);
    }

    /** Returns how many of the entries of a message this takes. */
    int entries();

    /**
     * Seals a message.
     *
     * @param message the bytes of a message with no more entries than this leaves
     * @return the bytes to be sent
     */
    byte[] seal(byte[] message);

    /**
     * Opens what was sealed.
     *
     * @param datagram the bytes that were received
     * @param sender who sent them
     * @return the bytes of the message
     * @throws RefusedException if it was not sealed as this does
     */
    byte[] open(byte[] datagram, NetAddress sender) throws RefusedException;

    /**
     * Takes note of a datagram that could be opened, and whose message makes sense.
     *
     * @param datagram the bytes that were received
     * @param sender who sent them
     */
    void accept(byte[] datagram, NetAddress sender);

    /**
     * Takes note that a neighbour is gone, which may begin anew when it is back.
     *
     * @param neighbour the neighbour
     */
    void lose(NetAddress neighbour);
}

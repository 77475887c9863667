package org.rtm.protocol.rip.message;

import java.security.MessageDigest;
import java.util.Arrays;
import org.rtm.api.NetAddress;

/** A password in the first entry. */
final class PasswordAuthentication implements Authentication {
    private static final int TYPE = 2;

    /** The size on the wire; shorter ones are filled with zeros. */
    private static final int SIZE = 16;

    private final byte[] password;

    PasswordAuthentication(String password) {
        this.password = Arrays.copyOf(AuthenticationEntry.secret("password", password, SIZE), SIZE);
    }

    @Override
    public int entries() {
        return 1;
    }

    @Override
    public byte[] seal(byte[] message) {
        return AuthenticationEntry.insert(message, TYPE, 0).put(password).array();
    }

    @Override
    public byte[] open(byte[] datagram, NetAddress sender) throws RefusedException {
        AuthenticationEntry.check(datagram, TYPE);
        int from = AuthenticationEntry.CONTENT;
        byte[] given = Arrays.copyOfRange(datagram, from, from + password.length);
        if (!MessageDigest.isEqual(given, password)) {
            throw new RefusedException(
                    Refusal.PASSWORD, "another password than the one configured");
        }
        return AuthenticationEntry.remove(datagram, datagram.length);
    }

    @Override
    public void accept(byte[] datagram, NetAddress sender) {
        // All that counts is in each datagram.
    }

    @Override
    public void lose(NetAddress neighbour) {
        // Nothing was remembered.
    }
}

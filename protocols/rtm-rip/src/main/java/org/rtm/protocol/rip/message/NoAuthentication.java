package org.rtm.protocol.rip.message;

import org.rtm.api.NetAddress;

/** Messages as they are. */
final class NoAuthentication implements Authentication {
    @Override
    public int entries() {
        return 0;
    }

    @Override
    public byte[] seal(byte[] message) {
        return message.clone();
    }

    @Override
    public byte[] open(byte[] datagram, NetAddress sender) throws RefusedException {
        if (AuthenticationEntry.isIn(datagram)) {
            throw new RefusedException(
                    Refusal.AUTHENTICATION_UNEXPECTED, "authentication, where none is configured");
        }
        return datagram.clone();
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

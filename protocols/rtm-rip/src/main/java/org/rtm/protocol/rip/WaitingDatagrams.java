package org.rtm.protocol.rip;

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.rtm.protocol.rip.transport.DatagramListener;

/**
 * What came in on an interface and waits for the engine: no more than a whole table of a neighbour
 * takes, so that nobody on the network fills the memory.
 */
final class WaitingDatagrams implements DatagramListener {
    /** 100,000 routes at 25 in a datagram, and some. */
    static final int MOST = 4096;

    private final Executor engine;
    private final DatagramListener receiver;
    private final Semaphore room = new Semaphore(MOST);
    private final AtomicLong dropped = new AtomicLong();

    /**
     * Makes it.
     *
     * @param engine runs what takes the datagrams
     * @param receiver takes them there
     */
    WaitingDatagrams(Executor engine, DatagramListener receiver) {
        this.engine = engine;
        this.receiver = receiver;
    }

    @Override
    public void received(String interfaceName, InetSocketAddress source, byte[] datagram) {
        if (!room.tryAcquire()) {
            dropped.incrementAndGet();
            return;
        }
        engine.execute(
                () -> {
                    room.release();
                    receiver.received(interfaceName, source, datagram);
                });
    }

    /** Returns how many were dropped since this was last called. */
    long takeDropped() {
        return dropped.getAndSet(0);
    }
}

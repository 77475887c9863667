package org.rtm.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that sends streams of datagrams to the address and port that it is started with, one
 * datagram each millisecond. A line on its input is the number of a stream, which then begins, and
 * is answered when the first is sent; the next line ends it, and is answered by how many were sent
 * and the longest time between two of them, in nanoseconds.
 *
 * <p>When it could not run in time, it makes up for that by a few at once, but not by so many that
 * they could be lost for that alone.
 */
final class StreamSource implements Runnable {
    /** Number of the stream, number in the stream, and the time at which it was sent. */
    static final int DATAGRAM_LENGTH = 3 * Long.BYTES;

    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MOST_TO_MAKE_UP = TimeUnit.MILLISECONDS.toNanos(20);

    private final DatagramChannel channel;
    private final InetSocketAddress destination;
    private final long stream;
    private volatile boolean isEnding;
    private long sent;
    private long longestPause;

    private StreamSource(DatagramChannel channel, InetSocketAddress destination, long stream) {
        this.channel = channel;
        this.destination = destination;
        this.stream = stream;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        InetSocketAddress destination =
                new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        // Not connected: what a router says of a datagram that it dropped is no error then.
        try (DatagramChannel channel = DatagramChannel.open()) {
            System.out.println("ready");
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                StreamSource source = new StreamSource(channel, destination, Long.parseLong(line));
                Thread thread = new Thread(source, "stream " + line);
                thread.start();
                input.readLine();
                source.isEnding = true;
                thread.join();
                System.out.println(source.sent + " " + source.longestPause);
            }
        }
    }

    @Override
    public void run() {
        ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_LENGTH);
        long last = System.nanoTime();
        long next = last;
        while (!isEnding) {
            long now = System.nanoTime();
            if (now < next) {
                LockSupport.parkNanos(next - now);
                continue;
            }
            datagram.clear().putLong(stream).putLong(sent).putLong(now).flip();
            try {
                channel.send(datagram, destination);
            } catch (IOException e) {
                System.out.println("not sent: " + e.getMessage());
                return;
            }
            if (sent++ == 0) {
                System.out.println("begun");
            }
            longestPause = Math.max(longestPause, now - last);
            last = now;
            next = Math.max(next + PERIOD, now - MOST_TO_MAKE_UP);
        }
    }
}

package org.rtm.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * A program that receives the streams of a {@link StreamSource} on the port that it is started
 * with. {@code begin STREAM} counts from now on what belongs to that stream; {@code end SENT} waits
 * for what is still under way of so many, and is answered by how many came, how many of them twice
 * and how many after a later one, and by the longest gap: how many in a row did not come, and how
 * long after the last one before the first one behind them was sent, in nanoseconds.
 */
final class StreamSink implements Runnable {
    /** So much that it is no loss when it cannot run for a while; the system may allow less. */
    private static final int BUFFER = 16 << 20;

    private static final long LONGEST_WAY = TimeUnit.SECONDS.toNanos(2);

    private final DatagramChannel channel;
    private final BitSet came = new BitSet();
    private long stream = -1;
    private long twice;
    private long late;
    private long last;
    private long lastSentAt;
    private long lastCameAt;
    private long longestGap;
    private long longestGapTime;

    private StreamSink(DatagramChannel channel) {
        this.channel = channel;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            channel.bind(new InetSocketAddress(Integer.parseInt(arguments[0])));
            StreamSink sink = new StreamSink(channel);
            Thread thread = new Thread(sink, "sink");
            thread.setDaemon(true);
            thread.start();
            System.out.println("ready");
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                String[] order = line.split(" ");
                long number = Long.parseLong(order[1]);
                System.out.println(
                        order[0].equals("begin") ? sink.begin(number) : sink.end(number));
            }
        }
    }

    @Override
    public void run() {
        ByteBuffer datagram = ByteBuffer.allocateDirect(StreamSource.DATAGRAM_LENGTH);
        try {
            while (true) {
                channel.receive(datagram.clear());
                datagram.flip();
                take(datagram.getLong(), datagram.getLong(), datagram.getLong());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void take(long itsStream, long number, long sentAt) {
        if (itsStream != stream) {
            return;
        }
        lastCameAt = System.nanoTime();
        if (came.get((int) number)) {
            twice++;
            return;
        }
        came.set((int) number);
        if (number < last) {
            late++;
            return;
        }
        noteGap(number - last - 1, sentAt - lastSentAt);
        last = number;
        lastSentAt = sentAt;
    }

    private void noteGap(long missing, long time) {
        if (missing > longestGap) {
            longestGap = missing;
            longestGapTime = time;
        }
    }

    private synchronized String begin(long newStream) {
        stream = newStream;
        came.clear();
        twice = 0;
        late = 0;
        last = -1;
        lastSentAt = System.nanoTime();
        lastCameAt = lastSentAt;
        longestGap = 0;
        longestGapTime = 0;
        return "begun";
    }

    private synchronized String end(long sent) throws InterruptedException {
        long asked = System.nanoTime();
        while (came.cardinality() < sent
                && System.nanoTime() - Math.max(asked, lastCameAt) < LONGEST_WAY) {
            wait(10);
        }
        noteGap(sent - last - 1, asked - lastSentAt);
        return "%d %d %d %d %d"
                .formatted(came.cardinality(), twice, late, longestGap, longestGapTime);
    }
}

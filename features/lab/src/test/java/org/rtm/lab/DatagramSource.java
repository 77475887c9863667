package org.rtm.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;

/**
 * A program that sends any bytes from any address and port of the namespace that it runs in. Each
 * line tells source, its port, destination, and the bytes in hexadecimal; each is answered.
 */
final class DatagramSource {
    private static final int RIP = 520;

    private DatagramSource() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] fields = line.split(" ", -1);
            byte[] bytes = HexFormat.of().parseHex(fields[3]);
            InetSocketAddress source =
                    new InetSocketAddress(
                            InetAddress.getByName(fields[0]), Integer.parseInt(fields[1]));
            try (DatagramSocket socket = new DatagramSocket(source)) {
                socket.send(
                        new DatagramPacket(
                                bytes, bytes.length, InetAddress.getByName(fields[2]), RIP));
            }
            System.out.println("sent");
        }
    }
}

package org.rtm.router.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Commands of a bundle that the tests drop into a router's deploy folder. */
public final class Probe {
    private final Object greeting;

    public Probe(Map<String, Object> configuration) {
        greeting = configuration.getOrDefault("greeting", "hello");
    }

    public String greet(String name) {
        return greeting + " " + name;
    }

    public void lookup(String address) {
        throw new IllegalArgumentException("'" + address + "' is not an address");
    }

    /** Runs until interrupted, as a watch would, and leaves a file as the sign that it was. */
    public void watch(String sign) throws IOException {
        System.out.println("watching");
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException interrupted) {
            Files.writeString(Path.of(sign), "interrupted");
        }
    }
}

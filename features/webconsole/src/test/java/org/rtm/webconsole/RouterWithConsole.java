package org.rtm.webconsole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The router as its users start it, with the web console in its deploy folder. */
final class RouterWithConsole implements AutoCloseable {
    static final String PASSWORD = "a password: of tests";

    /** As {@code openssl passwd -6} prints it for the password. */
    static final String HASH =
            "$6$Xh2vQ9pLmN4r$LtFSLw1z55wxVsKDSm3stSUsfWNfIqhlOqzvdefIkAcynK3Aj5GX/jz.lAxUNeMKVHH/zPDcqmSejkDSkJlZQ.";

    private static final long LONGEST_WAIT_SECONDS = 90;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path home;
    private final int port;
    private final Process process;

    private RouterWithConsole(Path home, int port, Process process) {
        this.home = home;
        this.port = port;
        this.process = process;
    }

    static RouterWithConsole start(Path folder) throws Exception {
        Path home = folder.resolve("home");
        Path deploy = Files.createDirectories(home.resolve("deploy"));
        int port = freePort();
        Files.writeString(
                deploy.resolve("org.apache.felix.http.cfg"), "org.osgi.service.http.port=" + port);
        try (Stream<Path> bundles =
                Files.list(Path.of(System.getProperty("rtm.webconsole.deploy")))) {
            for (Path bundle : bundles.toList()) {
                Files.copy(bundle, deploy.resolve(bundle.getFileName()));
            }
        }
        RouterWithConsole router =
                new RouterWithConsole(
                        home,
                        port,
                        command(home, "--daemon")
                                .redirectOutput(home.resolve("out").toFile())
                                .redirectError(home.resolve("err").toFile())
                                .start());
        await("the web console answers", () -> router.get("/rtm", "").statusCode() == 403);
        return router;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static ProcessBuilder command(Path home, String... arguments) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("rtm.script")));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putIfAbsent(
                        "RTM_JAVA_OPTIONS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        return builder;
    }

    int port() {
        return port;
    }

    /** Deploys a configuration of the web console. */
    void configure(String text) throws IOException {
        Files.writeString(home.resolve("deploy").resolve("org.rtm.webconsole.cfg"), text);
    }

    /** Runs commands of the shell. */
    String run(String commands) throws Exception {
        Path out = Files.createTempFile(home, "attached", "");
        Process attached =
                command(home, "attach", "-c", commands)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(attached.waitFor(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(attached.exitValue()).as(Files.readString(out)).isZero();
        return Files.readString(out);
    }

    /** Stops a bundle and starts it again, and waits for the web console. */
    void restartBundle(String name) throws Exception {
        String id = run("lb -s " + name).replaceAll("(?s).*?(\\d+)\\|Active.*", "$1");
        run("stop %1$s; start %1$s".formatted(id));
        await("the web console is back", () -> get("/rtm", PASSWORD).statusCode() == 200);
    }

    HttpResponse<String> get(String path, String password) throws Exception {
        return send(request(path, password).GET().build());
    }

    HttpRequest.Builder request(String path, String password) {
        String credentials =
                Base64.getEncoder()
                        .encodeToString(("rtm:" + password).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/system/console%s".formatted(port, path)))
                .header("Authorization", "Basic " + credentials);
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }

    /** Waits for what another process does: there is no event to wait for. */
    static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException notYet) {
                // Nobody listens so far.
            }
            assertThat(System.nanoTime()).as("waited in vain until %s", what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly().onExit().join();
    }
}

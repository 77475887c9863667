package org.rtm.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.router.RouterProcess.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Static routes in the router as operators have it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StaticRoutesIT {
    private static final String HOME = "home";

    @TempDir private Path folder;
    private Path deploy;

    @BeforeEach
    void makeDeployFolder() throws IOException {
        deploy = Files.createDirectories(folder.resolve(HOME).resolve("deploy"));
    }

    @Test
    void a_file_in_deploy_is_a_route_for_as_long_as_it_is_there() throws Exception {
        Path file = deploy.resolve("org.rtm.protocol.static-lab.cfg");
        try (RouterProcess daemon = daemon()) {
            Files.writeString(file, "prefix=172.16.0.0/12\nnext.hops=192.0.2.1%7, 192.0.2.9\n");
            await("the route is there", () -> answer("rtm:static").contains("lab"));
            assertThat(answer("rtm:lookup 172.16.1.1"))
                    .contains("S>* 172.16.0.0/12 [3/0] via 192.0.2.1, if 7", "via 192.0.2.9");
            assertThat(attach("rtm:static remove lab").err())
                    .startsWith("rtm:static: 'lab' comes from the file ");

            Files.writeString(file, "prefix=172.16.0.1/12\nnext.hops=192.0.2.1\n");
            await(
                    "the change is refused",
                    () ->
                            answer("rtm:static")
                                    .contains(
                                            "lab: prefix: 172.16.0.1/12 has bits set past its length of 12"));
            assertThat(answer("rtm:lookup 172.16.1.1")).contains("S>* 172.16.0.0/12");

            Files.delete(file);
            await("the route is gone", () -> answer("rtm:static").startsWith("there are no"));
            assertThat(answer("rtm:lookup 172.16.1.1")).contains("nothing covers");
            assertThat(daemon.process().isAlive()).isTrue();
        }
    }

    @Test
    void what_was_added_is_back_when_the_router_is_and_what_was_removed_is_not() throws Exception {
        try (RouterProcess daemon = daemon()) {
            answer("rtm:static add 10.0.0.0/8 via 192.0.2.1 dev 7 metric 5 tag 42");
            answer("rtm:static add 11.0.0.0/8 blackhole name goes");
            answer("rtm:static remove goes");
            daemon.process().destroy();
            assertThat(daemon.result().status()).isZero();
        }

        try (RouterProcess daemon = daemon()) {
            await("the route is back", () -> answer("rtm:static").contains("active"));
            assertThat(answer("rtm:lookup 10.1.2.3"))
                    .contains("S>* 10.0.0.0/8 [3/5] via 192.0.2.1, if 7");
            assertThat(answer("rtm:lookup 11.1.2.3")).contains("nothing covers");
            assertThat(daemon.process().isAlive()).isTrue();
        }
    }

    private RouterProcess daemon() throws Exception {
        RouterProcess daemon = RouterProcess.start(folder, "--home", HOME, "--daemon");
        await(
                "the router runs",
                () -> !daemon.process().isAlive() || daemon.err().contains("runs on"));
        return daemon;
    }

    private RouterProcess.Result attach(String command) {
        try {
            return RouterProcess.run(folder, "attach", "--home", HOME, "-c", command);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String answer(String command) {
        return attach(command).out();
    }
}

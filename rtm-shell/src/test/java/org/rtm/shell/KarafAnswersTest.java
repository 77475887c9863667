package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KarafAnswersTest {
    private final TestRouter router = new TestRouter();

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void a_session_without_a_prompt_prints_what_each_command_answers() throws Exception {
        router.session.put(".session", new HeadlessSessionImpl());

        router.session.execute("rtm:lookup 192.0.2.1\nrtm:lookup 192.0.2.2");

        assertThat(router.output().lines())
                .containsExactly(
                        "nothing covers 192.0.2.1/32 in the unicast view of instance 0",
                        "nothing covers 192.0.2.2/32 in the unicast view of instance 0");
    }

    @Test
    void a_session_without_a_prompt_shows_what_an_import_refuses(@TempDir Path folder)
            throws Exception {
        router.folder(folder);
        router.session.put(".session", new HeadlessSessionImpl());
        Files.writeString(folder.resolve("routes.txt"), "10.0.0.0/8\nhello\n");

        router.session.execute("rtm:import routes.txt");

        assertThat(router.output())
                .contains("line 2: 'hello' is not an IPv4 or IPv6 address or prefix");
    }

    @Test
    void what_is_piped_is_printed_once() throws Exception {
        router.session.put(".session", new HeadlessSessionImpl());

        router.session.execute("rtm:lookup 192.0.2.1 | test:upper");

        assertThat(router.output().lines())
                .containsExactly("NOTHING COVERS 192.0.2.1/32 IN THE UNICAST VIEW OF INSTANCE 0");
    }

    @Test
    void other_sessions_leave_it_to_who_runs_the_command() throws Exception {
        router.session.execute("rtm:lookup 192.0.2.1");

        assertThat(router.output()).isEmpty();
    }

    /** Named as Karaf's is. */
    private static final class HeadlessSessionImpl {}
}

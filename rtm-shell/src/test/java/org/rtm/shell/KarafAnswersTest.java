package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.shell.format.AnswerFormat;

class KarafAnswersTest {
    private final TestRouter router = new TestRouter();
    private final KarafAnswers answers = new KarafAnswers(new AnswerFormat());

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void a_session_without_a_prompt_prints_what_a_command_answers() throws Exception {
        router.session.put(".session", new HeadlessSessionImpl());
        Object answer = router.session.execute("rtm:lookup 192.0.2.1");

        answers.afterExecute(router.session, "rtm:lookup 192.0.2.1", answer);

        assertThat(router.output()).startsWith("nothing covers 192.0.2.1/32");
    }

    @Test
    void other_sessions_and_other_commands_are_left_alone() throws Exception {
        Object answer = router.session.execute("rtm:lookup 192.0.2.1");
        answers.afterExecute(router.session, "rtm:lookup 192.0.2.1", answer);
        router.session.put(".session", new HeadlessSessionImpl());
        answers.afterExecute(router.session, "another:command", "text");
        answers.afterExecute(router.session, "another:command", (Object) null);

        assertThat(router.output()).isEmpty();
    }

    /** Named as Karaf's is. */
    private static final class HeadlessSessionImpl {}
}

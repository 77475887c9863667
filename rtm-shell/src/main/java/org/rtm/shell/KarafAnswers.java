package org.rtm.shell;

import java.io.PrintStream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.rtm.shell.format.AnswerFormat;
import org.rtm.shell.format.Screen;

/**
 * Prints answers in sessions that would not: those in which Karaf runs what its client sends
 * without a prompt. Elsewhere whoever runs a command shows what it returned.
 */
final class KarafAnswers {
    private KarafAnswers() {}

    /** Prints an answer of the command that runs, unless that is piped: Gogo does it then. */
    static void print(Object answer) {
        CommandSession session = CommandSession.Utils.current();
        if (answer != null
                && session != null
                && isWithoutPrompt(session.get(".session"))
                && Process.Utils.current().isTty(1)) {
            System.out.println(new AnswerFormat().format(answer, Screen.of(session)));
        }
    }

    /**
     * Where to tell of problems while a command goes on: Karaf's client shows no errors of its
     * commands but the last one.
     */
    static PrintStream problems() {
        CommandSession session = CommandSession.Utils.current();
        return session != null && isWithoutPrompt(session.get(".session"))
                ? System.out
                : System.err;
    }

    /** By name: nothing here depends on Karaf. */
    private static boolean isWithoutPrompt(Object karafSession) {
        return karafSession != null
                && karafSession.getClass().getSimpleName().equals("HeadlessSessionImpl");
    }
}

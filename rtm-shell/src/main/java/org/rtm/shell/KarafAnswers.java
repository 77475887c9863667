package org.rtm.shell;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.shell.format.AnswerFormat;

/**
 * Prints answers for sessions that would not: those by which Karaf runs what its client sends
 * without a prompt. Elsewhere whoever runs a command shows what it returned.
 */
@Component
public final class KarafAnswers implements CommandSessionListener {
    private final AnswerFormat format;

    @Activate
    public KarafAnswers(@Reference AnswerFormat format) {
        this.format = format;
    }

    @Override
    public void beforeExecute(CommandSession session, CharSequence command) {
        // Nothing was answered yet.
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Exception exception) {
        // Karaf tells of exceptions.
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Object result) {
        if (isWithoutPrompt(session.get(".session")) && result != null) {
            String text = format.format(result);
            if (text != null) {
                session.getConsole().println(text);
            }
        }
    }

    /** By name: nothing here depends on Karaf. */
    private static boolean isWithoutPrompt(Object karafSession) {
        return karafSession != null
                && karafSession.getClass().getSimpleName().equals("HeadlessSessionImpl");
    }
}

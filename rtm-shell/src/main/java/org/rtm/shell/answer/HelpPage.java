package org.rtm.shell.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands of the router, for one who does not know them yet.
 *
 * @param firstLines what to type first
 * @param subjects the commands by what they are about
 * @param hasOthers whether the shell has a list of the commands of other bundles
 */
public record HelpPage(List<String> firstLines, List<Subject> subjects, boolean hasOthers) {
    /** Scripts can call only what is in public classes: no unmodifiable list is of one. */
    public HelpPage {
        firstLines = new ArrayList<>(firstLines);
        subjects = new ArrayList<>(subjects);
    }

    /**
     * Commands that are about one thing.
     *
     * @param title what they are about
     * @param commands in the order in which they are best learned
     */
    public record Subject(String title, List<CommandHelp> commands) {
        /** As above. */
        public Subject {
            commands = new ArrayList<>(commands);
        }
    }
}

package org.rtm.shell.format;

import java.util.List;
import org.rtm.shell.answer.CommandHelp;
import org.rtm.shell.answer.HelpPage;

/** Makes text of what explains commands, in lines that fit any terminal. */
final class HelpText {
    private static final int WIDTH = 80;
    private static final String INDENT = "  ";

    private HelpText() {}

    static String page(HelpPage page) {
        StringBuilder text = new StringBuilder("To begin with, type for example:\n");
        page.firstLines().forEach(line -> text.append(INDENT).append(line).append('\n'));
        int width =
                page.subjects().stream()
                        .flatMap(subject -> subject.commands().stream())
                        .mapToInt(command -> command.name().length())
                        .max()
                        .orElse(0);
        for (HelpPage.Subject subject : page.subjects()) {
            text.append('\n').append(subject.title()).append(":\n");
            for (CommandHelp command : subject.commands()) {
                row(text, command.name(), width, command.description());
            }
        }
        text.append("\nrtm:help COMMAND explains a command, for example: rtm:help import");
        if (page.hasOthers()) {
            text.append("\nfelix:help lists the commands of other bundles too.");
        }
        return text.toString();
    }

    static String command(CommandHelp command) {
        StringBuilder text = new StringBuilder();
        wrap(text, command.name() + ": ", "", command.description());
        text.append("\nUsage: %s %s".formatted(command.name(), command.usage())).append('\n');
        List<CommandHelp.Argument> arguments = command.arguments();
        if (!arguments.isEmpty()) {
            text.append('\n');
        }
        int width = arguments.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        arguments.forEach(each -> row(text, each.name(), width, each.description()));
        return text.toString().stripTrailing();
    }

    private static void row(StringBuilder text, String name, int width, String description) {
        String padding = " ".repeat(width - name.length());
        wrap(
                text,
                INDENT + name + padding + INDENT,
                " ".repeat(width + 2 * INDENT.length()),
                description);
    }

    /** Appends words in lines, the first of which has a start of its own. */
    private static void wrap(StringBuilder text, String start, String indent, String words) {
        StringBuilder line = new StringBuilder(start);
        int lineStart = start.length();
        for (String word : words.split(" ")) {
            boolean first = line.length() == lineStart;
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(indent);
                lineStart = indent.length();
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        text.append(line).append('\n');
    }
}

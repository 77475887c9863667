package org.rtm.console;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.jline.builtins.Completers.CompletionData;
import org.jline.builtins.Completers.CompletionEnvironment;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * What the prompt knows of commands, and of the completions that scripts define.
 *
 * <p>That of Gogo's JLine shell evaluates a completion's conditions and arguments in its own
 * session, which refuses, as its profile still runs there.
 */
final class Completion implements CompletionEnvironment {
    private final CommandSession gogo;

    Completion(CommandSession gogo) {
        this.gogo = gogo;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<String, List<CompletionData>> getCompletions() {
        return (Map<String, List<CompletionData>>) gogo.get(".completions");
    }

    @Override
    @SuppressWarnings("unchecked")
    public Set<String> getCommands() {
        return (Set<String>) gogo.get(".commands");
    }

    @Override
    public String resolveCommand(String command) {
        if (command.contains(":")) {
            return command;
        }
        for (String scope : String.valueOf(gogo.get("SCOPE")).split(":")) {
            for (String known : getCommands()) {
                if (known.equals(scope + ":" + command)
                        || scope.equals("*") && known.endsWith(":" + command)) {
                    return known;
                }
            }
        }
        return command;
    }

    @Override
    public String commandName(String command) {
        return command.substring(command.indexOf(':') + 1);
    }

    @Override
    public Object evaluate(LineReader reader, ParsedLine line, String function) throws Exception {
        gogo.put(".commandLine", line);
        return gogo.execute(function);
    }
}

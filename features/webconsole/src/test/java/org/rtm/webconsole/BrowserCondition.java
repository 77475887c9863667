package org.rtm.webconsole;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.rtm.precondition.Precondition;

/** Skips what needs a browser where there is none, or fails it if one is required. */
final class BrowserCondition implements ExecutionCondition {
    static final Optional<Path> BROWSER = find("chromium");
    static final Optional<Path> DRIVER = find("chromedriver");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Precondition.BROWSER
                .reasonToSkip(missing())
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("there is a browser"));
    }

    private static Optional<String> missing() {
        if (BROWSER.isPresent() && DRIVER.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                "there is no program '%s'; apt-get install chromium chromium-driver brings all that are needed"
                        .formatted(BROWSER.isPresent() ? "chromedriver" : "chromium"));
    }

    private static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

package org.rtm.webconsole;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips what needs a browser where there is none, and says so, or fails it if one is required. */
final class BrowserCondition implements ExecutionCondition {
    static final Optional<Path> BROWSER = find("chromium");
    static final Optional<Path> DRIVER = find("chromedriver");

    /** The environment variable that names what must not be skipped, with commas. */
    private static final String REQUIRE = "RTM_REQUIRE";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (BROWSER.isPresent() && DRIVER.isPresent()) {
            return ConditionEvaluationResult.enabled("there is a browser");
        }
        String missing =
                "there is no program '%s'; apt-get install chromium chromium-driver brings all that are needed"
                        .formatted(BROWSER.isPresent() ? "chromedriver" : "chromium");
        String required = System.getenv().getOrDefault(REQUIRE, "");
        if (List.of(required.trim().split("\\s*,\\s*")).contains("browser")) {
            throw new IllegalStateException(
                    "%s=%s requires a browser, and %s".formatted(REQUIRE, required, missing));
        }
        System.out.printf("SKIPPED %s: %s%n", context.getDisplayName(), missing);
        return ConditionEvaluationResult.disabled(missing);
    }

    private static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

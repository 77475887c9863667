package org.rtm.itest;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips what needs a network namespace where there can be none, or fails it if it is required. */
final class NamespaceCondition implements ExecutionCondition {
    /** The environment variable that names what must not be skipped, with commas. */
    private static final String REQUIRE = "RTM_REQUIRE";

    private static final String NAMESPACE = "namespace";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> problem = OwnNamespace.problem();
        if (problem.isEmpty()) {
            return ConditionEvaluationResult.enabled("a network namespace can be had");
        }
        String required = System.getenv().getOrDefault(REQUIRE, "");
        if (List.of(required.trim().split("\\s*,\\s*")).contains(NAMESPACE)) {
            throw new IllegalStateException(
                    "%s=%s requires a network namespace: %s"
                            .formatted(REQUIRE, required, problem.get()));
        }
        System.out.printf("SKIPPED %s: %s%n", context.getDisplayName(), problem.get());
        return ConditionEvaluationResult.disabled(problem.get());
    }
}

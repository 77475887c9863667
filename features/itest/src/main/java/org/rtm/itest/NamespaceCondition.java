package org.rtm.itest;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.rtm.precondition.Precondition;

/** Skips what needs a network namespace where there can be none, or fails it if it is required. */
final class NamespaceCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> reason = Precondition.NAMESPACE.reasonToSkip(OwnNamespace.problem());
        if (reason.isEmpty()) {
            return ConditionEvaluationResult.enabled("a network namespace can be had");
        }
        System.out.printf("SKIPPED %s: %s%n", context.getDisplayName(), reason.get());
        return ConditionEvaluationResult.disabled(reason.get());
    }
}

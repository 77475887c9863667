package org.rtm.lab;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.rtm.precondition.Precondition;

/** Skips what needs a lab where there can be none, or fails it if a lab is required. */
final class LabCondition implements ExecutionCondition {
    private static final Optional<String> MISSING = missing();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Precondition.LAB
                .reasonToSkip(MISSING)
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("a lab can be had"));
    }

    private static Optional<String> missing() {
        for (String program :
                List.of("ip", "sysctl", "zebra", "ripd", "staticd", "vtysh", "bird", "birdc")) {
            if (Programs.find(program).isEmpty()) {
                return Optional.of(
                        "there is no program '%s'; apt-get install frr bird2 iproute2 procps brings all that are needed"
                                .formatted(program));
            }
        }
        try (Namespace one = Namespace.create("probe");
                Namespace other = Namespace.create("probe")) {
            one.connect(other, "probe", "probe");
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(
                    "no network namespace can be made, which root may: " + e.getMessage().strip());
        }
    }
}

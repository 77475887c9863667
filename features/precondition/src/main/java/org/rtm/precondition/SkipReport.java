package org.rtm.precondition;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints why tests were skipped, and how many. */
public final class SkipReport implements TestExecutionListener {
    /** What the tests are called in the last line, as a property of JUnit's. */
    private static final String NAME = "rtm.report.name";

    private final AtomicInteger run = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();
    private volatile TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionSkipped(TestIdentifier what, String reason) {
        skip(what, reason);
    }

    @Override
    public void executionFinished(TestIdentifier what, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            skip(what, result.getThrowable().map(Throwable::getMessage).orElse("aborted"));
        } else if (what.isTest()) {
            run.incrementAndGet();
        }
    }

    private void skip(TestIdentifier what, String reason) {
        long tests =
                plan.getDescendants(what).stream().filter(TestIdentifier::isTest).count()
                        + (what.isTest() ? 1 : 0);
        skipped.addAndGet((int) tests);
        System.out.printf("SKIPPED %s, %d tests: %s%n", what.getDisplayName(), tests, reason);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan testPlan) {
        Optional<String> name = testPlan.getConfigurationParameters().get(NAME);
        System.out.printf(
                "%s: %d tests were run, %d were skipped%n",
                name.orElse("Tests"), run.get(), skipped.get());
    }
}

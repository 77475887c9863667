package org.rtm.lab;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints why tests were skipped, and how many. */
public final class SkipReport implements TestExecutionListener {
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();
    private volatile TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionSkipped(TestIdentifier what, String reason) {
        long tests =
                plan.getDescendants(what).stream().filter(TestIdentifier::isTest).count()
                        + (what.isTest() ? 1 : 0);
        skipped.addAndGet((int) tests);
        System.out.printf("SKIPPED %s, %d tests: %s%n", what.getDisplayName(), tests, reason);
    }

    @Override
    public void executionFinished(TestIdentifier what, TestExecutionResult result) {
        if (what.isTest()) {
            finished.incrementAndGet();
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan testPlan) {
        System.out.printf(
                "Lab: %d tests were run, %d were skipped%n", finished.get(), skipped.get());
    }
}

package org.rtm.lab;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Does the same with several at once. Not by a parallel stream, whose threads would be those of the
 * tests and take up other tests meanwhile.
 */
final class SideBySide {
    private SideBySide() {}

    static <T> void run(Collection<T> all, Consumer<T> what) {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<Callable<Object>> tasks =
                    all.stream()
                            .map(each -> Executors.callable(() -> what.accept(each)))
                            .collect(Collectors.toList());
            for (Future<Object> each : threads.invokeAll(tasks)) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }
}

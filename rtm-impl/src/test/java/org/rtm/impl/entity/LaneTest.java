package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.Entity;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.ProtocolId;
import org.rtm.impl.RoutingTables;
import org.rtm.impl.TestRouter;

class LaneTest {
    @Test
    void when_no_thread_is_to_be_had_the_call_backs_wait_for_the_next_one() {
        AtomicBoolean none = new AtomicBoolean(true);
        List<Throwable> failures = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        Lane lane =
                new Lane(
                        task -> {
                            if (none.getAndSet(false)) {
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            task.run();
                        },
                        failures::add);

        lane.submit(() -> ran.add("one"));
        lane.submit(() -> ran.add("two"));

        assertThat(ran).containsExactly("one", "two");
        assertThat(failures).singleElement().isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void a_thread_for_call_backs_has_nothing_of_the_client_that_was_the_reason_for_it()
            throws Exception {
        CompletableFuture<ClassLoader> loader = new CompletableFuture<>();
        ClassLoader others = new ClassLoader() {};
        try (TestRouter router = new TestRouter()) {
            router.register(
                    AddressFamily.IPV4,
                    ProtocolId.RIP,
                    1,
                    EntityOptions.NONE.listener(
                            new EntityListener() {
                                @Override
                                public void entityRegistered(Entity entity) {
                                    loader.complete(Thread.currentThread().getContextClassLoader());
                                }
                            }));
            ClassLoader mine = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(others);
            try {
                router.register(ProtocolId.OSPF, 1);
            } finally {
                Thread.currentThread().setContextClassLoader(mine);
            }

            assertThat(loader.get(20, TimeUnit.SECONDS))
                    .isSameAs(RoutingTables.class.getClassLoader());
        }
    }
}

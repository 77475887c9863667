package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rtm.impl.TestRouter.assertRefused;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.Entity;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExportedMethod;
import org.rtm.api.HandleKind;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodOutput;
import org.rtm.api.MethodResult;
import org.rtm.api.MethodType;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.impl.TestRouter;

/** Section 11 of the semantics, exported methods and blocking. */
@Timeout(60)
class MethodTest {
    private static final int CALLS = 1;
    private static final long A_WHILE_MILLIS = 100;

    private final TestRouter router = new TestRouter(Map.of("deregistration.wait", 0));
    private final EntityRegistration caller = router.register(ProtocolId.OSPF, 1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        router.close();
    }

    @Test
    void method_i_answers_to_bit_i_and_several_run_in_order_with_the_same_input() {
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        EntityRegistration callee =
                export(
                        (from, to, input) -> {
                            calls.add("first of " + to.info().name() + " by " + from.info().name());
                            return MethodResult.of(input.data());
                        },
                        (from, to, input) -> {
                            calls.add("second 0x" + Integer.toHexString(input.methodType()));
                            return MethodResult.withStatus(7, (byte) 9);
                        });

        List<MethodOutput> outputs = invoke(callee, 3, (byte) 5);

        assertThat(calls).containsExactly("first of RIP-1 by OSPF-1", "second 0x2");
        assertThat(outputs).extracting(MethodOutput::methodType).containsExactly(1, 2);
        assertThat(outputs).extracting(it -> it.result().status()).containsExactly(0, 7);
        assertThat(outputs.get(0).result().data()).containsExactly(5);
        assertThat(outputs.get(1).result().data()).containsExactly(9);
    }

    @Test
    void a_named_bit_without_a_method_says_so_and_all_methods_means_those_that_exist() {
        EntityRegistration callee = export((from, to, input) -> MethodResult.of());

        assertThat(invoke(callee, 1 | 1 << 31))
                .extracting(it -> it.methodType() + ":" + it.result().status())
                .containsExactly("1:0", Integer.MIN_VALUE + ":50");
        assertThat(invoke(callee, MethodType.ALL_METHODS)).hasSize(1);
        assertThat(invoke(callee, 0)).isEmpty();
    }

    @Test
    void an_entity_says_which_methods_it_exports() {
        EntityRegistration callee =
                export((from, to, input) -> null, (from, to, input) -> MethodResult.of());

        assertThat(handleTo(callee).methods()).isEqualTo(3);
        assertThat(caller.entity().methods()).isZero();
    }

    @Test
    void a_method_that_throws_fails_alone_and_is_logged() {
        EntityRegistration callee =
                export(
                        (from, to, input) -> {
                            throw new AssertionError("no");
                        },
                        (from, to, input) -> MethodResult.of());

        List<MethodOutput> outputs = invoke(callee, 3);

        assertThat(outputs).extracting(it -> it.result().status()).containsExactly(31, 0);
        assertThat(router.logged())
                .extracting(TestRouter.Logged::message)
                .contains("method 0x1 of RIP-1 failed");
    }

    @Test
    void the_handles_that_a_method_is_given_are_the_rtms_own() {
        AtomicReference<Entity> kept = new AtomicReference<>();
        EntityRegistration callee =
                export(
                        (from, to, input) -> {
                            kept.set(from);
                            return MethodResult.of();
                        });

        invoke(callee, CALLS);

        assertRefused(
                () -> kept.get().info(),
                RtmStatus.INVALID_HANDLE,
                "the handle to entity OSPF-1 was given back before");
        assertThat(callee.handleCounts()).containsEntry(HandleKind.ENTITY, 0L);
    }

    @Test
    void blocking_waits_for_running_methods_and_holds_new_ones_until_it_resumes() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        EntityRegistration callee =
                export(
                        (from, to, input) -> {
                            running.countDown();
                            goOn.await();
                            return MethodResult.of();
                        });
        Future<?> first = threads.submit(() -> invoke(callee, CALLS));
        running.await();

        Future<?> block = threads.submit(() -> callee.blockMethods());
        assertNotDone(block);
        goOn.countDown();
        block.get();
        first.get();
        Future<List<MethodOutput>> second = threads.submit(() -> invoke(callee, CALLS));
        assertNotDone(second);
        callee.blockMethods();
        callee.resumeMethods();

        assertThat(second.get()).hasSize(1);
        callee.resumeMethods();
    }

    @Test
    void blocking_for_one_target_is_not_supported() {
        assertRefused(
                () -> caller.blockMethods(caller.entity()),
                RtmStatus.NOT_SUPPORTED,
                "methods cannot be blocked for the entity OSPF-1 alone, only for all");
    }

    @Test
    void blocking_from_within_an_own_method_would_never_end() {
        CompletableFuture<EntityRegistration> self = new CompletableFuture<>();
        CompletableFuture<RtmException> refusal = new CompletableFuture<>();
        EntityRegistration callee =
                export(
                        (from, to, input) -> {
                            refusal.complete(refusalOf(() -> self.join().blockMethods()));
                            return MethodResult.of();
                        });
        self.complete(callee);

        invoke(callee, CALLS);

        assertThat(refusal.join().status()).isEqualTo(RtmStatus.POSSIBLE_DEADLOCK);
        assertThat(refusal.join())
                .hasMessage("RIP-1 cannot block its methods from within one of them");
    }

    @Test
    void invoking_a_blocked_entity_from_its_own_call_back_would_never_end() throws Exception {
        CompletableFuture<EntityRegistration> self = new CompletableFuture<>();
        CompletableFuture<RtmException> refusal = new CompletableFuture<>();
        EntityRegistration callee =
                register(
                        EntityOptions.NONE
                                .methods(List.of((from, to, input) -> MethodResult.of()))
                                .listener(
                                        new EntityListener() {
                                            @Override
                                            public void entityRegistered(Entity entity) {
                                                try (Entity own = self.join().entity()) {
                                                    refusal.complete(
                                                            refusalOf(
                                                                    () ->
                                                                            own.invoke(
                                                                                    new MethodInput(
                                                                                            1))));
                                                }
                                            }
                                        }));
        self.complete(callee);
        callee.blockMethods();

        router.register(ProtocolId.BGP, 1);

        assertThat(refusal.get(20, TimeUnit.SECONDS).status())
                .isEqualTo(RtmStatus.POSSIBLE_DEADLOCK);
        assertThat(refusal.join())
                .hasMessage("the methods of RIP-1 are blocked, and this thread is at work for it");
    }

    @Test
    void a_blocked_entity_that_an_invocation_came_from_cannot_be_invoked_on_the_same_thread() {
        CompletableFuture<RtmException> refusal = new CompletableFuture<>();
        EntityRegistration callee =
                export(
                        (from, to, input) -> {
                            refusal.complete(refusalOf(() -> from.invoke(new MethodInput(1))));
                            return MethodResult.of();
                        });
        EntityRegistration blocked =
                router.register(
                        AddressFamily.IPV4,
                        ProtocolId.BGP,
                        1,
                        EntityOptions.NONE.methods(
                                List.of((from, to, input) -> MethodResult.of())));
        blocked.blockMethods();

        handleTo(blocked, callee).invoke(new MethodInput(1));

        assertThat(refusal.join().status()).isEqualTo(RtmStatus.POSSIBLE_DEADLOCK);
        assertThat(refusal.join())
                .hasMessage("the methods of BGP-1 are blocked, and this thread is at work for it");
    }

    @Test
    void callers_held_by_blocked_methods_fail_when_the_entity_ends() throws Exception {
        EntityRegistration callee = export((from, to, input) -> MethodResult.of());
        callee.blockMethods();
        Entity handle = handleTo(callee);
        Future<RtmException> held =
                threads.submit(() -> refusalOf(() -> handle.invoke(new MethodInput(CALLS))));
        assertNotDone(held);

        callee.close();

        assertThat(held.get()).hasMessage("the registration of RIP-1 has ended");
        assertThat(held.get().status()).isEqualTo(RtmStatus.INVALID_HANDLE);
    }

    @Test
    void an_entity_that_has_ended_cannot_be_invoked() {
        EntityRegistration callee = export((from, to, input) -> MethodResult.of());
        Entity handle = handleTo(callee);
        callee.close();

        assertRefused(
                () -> handle.invoke(new MethodInput(1)),
                RtmStatus.INVALID_HANDLE,
                "the registration of RIP-1 has ended");
    }

    @Test
    void a_deregistration_does_not_wait_for_the_method_that_it_is_called_from() {
        CompletableFuture<EntityRegistration> self = new CompletableFuture<>();
        EntityRegistration callee =
                export(
                        (from, to, input) -> {
                            self.join().close();
                            return MethodResult.of((byte) 1);
                        });
        self.complete(callee);

        assertThat(invoke(callee, CALLS).get(0).result().data()).containsExactly(1);
    }

    @Test
    void a_deregistration_gives_up_waiting_for_a_method_and_logs_where_it_runs() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        EntityRegistration callee =
                export(
                        (from, to, input) -> {
                            running.countDown();
                            goOn.await();
                            return MethodResult.of();
                        });
        Future<?> call = threads.submit(() -> invoke(callee, CALLS));
        running.await();

        callee.close();

        assertThat(router.logged())
                .extracting(TestRouter.Logged::message)
                .anySatisfy(
                        message ->
                                assertThat(message)
                                        .startsWith(
                                                "RIP-1 ends while a method still runs after 0 ms, in ")
                                        .contains("MethodTest.java:"));
        goOn.countDown();
        call.get();
    }

    private EntityRegistration export(ExportedMethod... methods) {
        return register(EntityOptions.NONE.methods(List.of(methods)));
    }

    private EntityRegistration register(EntityOptions options) {
        return router.register(AddressFamily.IPV4, ProtocolId.RIP, 1, options);
    }

    private List<MethodOutput> invoke(EntityRegistration callee, int methods, byte... data) {
        try (Entity handle = handleTo(callee)) {
            return handle.invoke(new MethodInput(methods, data));
        }
    }

    private Entity handleTo(EntityRegistration entity) {
        return handleTo(caller, entity);
    }

    private static Entity handleTo(EntityRegistration holder, EntityRegistration entity) {
        try (Batch<Entity> all = holder.entities()) {
            return all.stream()
                    .filter(handle -> handle.info().id().equals(entity.info().id()))
                    .findFirst()
                    .orElseThrow()
                    .reference();
        }
    }

    private static RtmException refusalOf(Runnable call) {
        return (RtmException) Assertions.catchThrowable(call::run);
    }

    private static void assertNotDone(Future<?> future) throws Exception {
        Assertions.assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> future.get(A_WHILE_MILLIS, TimeUnit.MILLISECONDS));
    }
}

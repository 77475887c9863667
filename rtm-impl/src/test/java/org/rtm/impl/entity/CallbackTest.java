package org.rtm.impl.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rtm.api.AddressFamily;
import org.rtm.api.Entity;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmException;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.impl.RecordingListener;
import org.rtm.impl.TestRouter;

@Timeout(60)
class CallbackTest {
    private final TestRouter router = new TestRouter();
    private final RecordingListener heard = new RecordingListener();
    private final RegisteredEntity rip = RegisteredEntity.of(router.register(ProtocolId.RIP, 1));

    @AfterEach
    void close() {
        router.close();
    }

    private EntityStatus status(String name) {
        return router.tables().instances().get(0).tables().get(0).entities().stream()
                .filter(entity -> entity.info().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void awaitCallbacks(int count) {
        while (status("RIP-1").callbacks() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void come_one_at_a_time_and_in_order() throws Exception {
        int perThread = 500;
        AtomicInteger running = new AtomicInteger();
        List<String> order = new ArrayList<>(); // guarded by nothing: they come one at a time
        List<Integer> together = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int thread = i;
            threads.add(
                    new Thread(
                            () -> {
                                for (int n = 0; n < perThread; n++) {
                                    int number = n;
                                    rip.submit(
                                            () -> {
                                                together.add(running.incrementAndGet());
                                                order.add(thread + " " + number);
                                                running.decrementAndGet();
                                            });
                                }
                            }));
        }

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        awaitCallbacks(4 * perThread);

        assertThat(together).hasSize(4 * perThread).containsOnly(1);
        for (int i = 0; i < 4; i++) {
            String thread = i + " ";
            assertThat(order.stream().filter(entry -> entry.startsWith(thread)))
                    .as("in the order of thread %d", i)
                    .containsExactlyElementsOf(
                            java.util.stream.IntStream.range(0, perThread)
                                    .mapToObj(n -> thread + n)
                                    .toList());
        }
    }

    @Test
    void that_throw_are_logged_and_counted_and_the_next_come() {
        rip.submit(
                () -> {
                    throw new IllegalStateException("wrong");
                });
        rip.submit(
                () -> {
                    throw new LinkageError("worse");
                });
        rip.submit(() -> heard.hear("next"));

        heard.await("next");
        awaitCallbacks(3);
        assertThat(status("RIP-1").failedCallbacks()).isEqualTo(2);
        assertThat(router.logged())
                .extracting(TestRouter.Logged::level, TestRouter.Logged::message)
                .containsOnly(
                        org.assertj.core.groups.Tuple.tuple("ERROR", "a call-back of RIP-1 failed"))
                .hasSize(2);
        assertThat(router.logged().get(1).thrown()).hasMessage("worse");
    }

    @Test
    void that_block_delay_only_their_own_entity_however_many_there_are() throws Exception {
        int blocked = 100;
        CountDownLatch began = new CountDownLatch(blocked);
        CountDownLatch letGo = new CountDownLatch(1);
        for (int i = 0; i < blocked; i++) {
            RegisteredEntity.of(router.register(ProtocolId.OSPF, i))
                    .submit(
                            () -> {
                                began.countDown();
                                try {
                                    letGo.await();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
        }

        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        rip.submit(() -> heard.hear("came"));

        heard.await("came");
        letGo.countDown();
    }

    @Test
    void do_not_begin_after_the_registration_ended() throws Exception {
        for (int round = 0; round < 200; round++) {
            EntityRegistration entity = router.register(ProtocolId.OSPF, round);
            AtomicInteger began = new AtomicInteger();
            Thread submitting =
                    new Thread(
                            () -> {
                                for (int i = 0; i < 1000; i++) {
                                    ((RegisteredEntity) entity).submit(began::incrementAndGet);
                                }
                            });
            submitting.start();

            entity.close();

            int atTheEnd = began.get();
            submitting.join();
            assertThat(began.get()).isEqualTo(atTheEnd);
        }
        assertThat(router.logged()).isEmpty();
    }

    @Test
    void may_call_any_function() {
        NetAddress prefix = NetAddress.parse("10.0.0.0/8");

        rip.submit(
                () -> {
                    rip.addRoute(prefix, RouteInfo.via());
                    EntityRegistration other = router.register(ProtocolId.OSPF, 1);
                    heard.hear(
                            ""
                                    + other.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY)
                                            .isPresent());
                    other.close();
                    router.configure(Map.of("preferences", "rip=5"));
                    rip.close();
                    heard.hear("closed");
                });

        heard.await("closed");
        assertThat(heard.heard()).containsExactly("true", "closed");
    }

    @Test
    void lend_a_handle_until_they_return() {
        List<Entity> lent = new ArrayList<>();
        List<Entity> kept = new ArrayList<>();
        EntityListener keeping =
                new EntityListener() {
                    @Override
                    public void entityRegistered(Entity entity) {
                        lent.add(entity);
                        kept.add(entity.reference());
                    }
                };
        RegisteredEntity entity =
                RegisteredEntity.of(
                        router.register(
                                AddressFamily.IPV4,
                                ProtocolId.OSPF,
                                1,
                                EntityOptions.NONE.listener(keeping)));

        router.register(ProtocolId.BGP, 1);

        entity.submit(() -> heard.hear("after"));
        heard.await("after");
        assertThat(kept.get(0).info().name()).isEqualTo("BGP-1");
        org.assertj.core.api.Assertions.assertThatExceptionOfType(RtmException.class)
                .isThrownBy(() -> lent.get(0).info())
                .withMessage("the handle to entity BGP-1 was given back before");
        assertThat(entity.handleCounts()).containsEntry(HandleKind.ENTITY, 1L);
    }

    @Test
    void of_an_observer_that_throws_are_logged_and_the_change_stands() {
        NetAddress prefix = NetAddress.parse("10.0.0.0/8");
        rip.table()
                .attach(
                        (destination, all, best, forwarding, withdrawn) -> {
                            throw new NoClassDefFoundError("of a bundle that has gone");
                        });

        assertThat(rip.addRoute(prefix, RouteInfo.via()).bestChanged()).isTrue();

        assertThat(rip.exactMatch(prefix, ProtocolId.BEST, ViewSet.ANY)).isPresent();
        assertThat(router.logged())
                .extracting(TestRouter.Logged::message)
                .containsExactly("an observer of the IPv4 table failed at 10.0.0.0/8");
    }
}

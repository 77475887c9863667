package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Entity;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExportedMethod;
import org.rtm.api.Handle;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodOutput;
import org.rtm.api.MethodResult;
import org.rtm.api.NetAddress;
import org.rtm.api.NextHopInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;

class RtmBlockMethodsTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");
    private static final MethodInput FIRST = new MethodInput(1);

    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();

    /** What the client's method returns. */
    private final AtomicReference<String> kept = new AtomicReference<>("before");

    private final EntityRegistration ospf =
            export((caller, callee, input) -> MethodResult.of(kept.get().getBytes()));
    private final Entity seen = Handles.entity(rip, ospf);

    private EntityRegistration export(ExportedMethod method) {
        return router.register(ProtocolId.OSPF, 1, EntityOptions.NONE.methods(List.of(method)));
    }

    private static String text(List<MethodOutput> outputs) {
        return new String(outputs.get(0).result().data());
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void a_client_rearranges_its_data_while_its_methods_are_blocked() {
        ospf.blockMethods();
        kept.set("half");
        Call<List<MethodOutput>> held = Call.begin(() -> seen.invoke(FIRST)).untilItWaits();
        kept.set("after");

        ospf.resumeMethods();

        assertThat(text(held.result())).isEqualTo("after");
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void whoever_has_deregistered_blocks_nothing() {
        ospf.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> ospf.blockMethods());
        Router.assertRefused(RtmStatus.INVALID_HANDLE, ospf::resumeMethods);
    }

    @Test
    void blocking_for_one_target_is_not_supported_and_blocks_nothing() {
        List<Handle<?>> targets =
                List.of(
                        ospf.addNextHop(NextHopInfo.of("192.0.2.1", 1)).handle(),
                        ospf.addRoute(TEN, RouteInfo.via()).handle(),
                        Handles.destination(ospf, TEN));

        for (Handle<?> target : targets) {
            Router.assertRefused(RtmStatus.NOT_SUPPORTED, () -> ospf.blockMethods(target));
        }

        assertThat(text(seen.invoke(FIRST))).isEqualTo("before");
    }

    @Test
    void only_the_callers_own_methods_are_blocked() {
        rip.blockMethods();

        assertThat(text(seen.invoke(FIRST))).isEqualTo("before");
    }

    @Test
    void it_waits_for_methods_that_run() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ospf.close();
        EntityRegistration slow =
                export(
                        (caller, callee, input) -> {
                            running.countDown();
                            goOn.await();
                            return MethodResult.of();
                        });
        Entity seenSlow = Handles.entity(rip, slow);
        Call<List<MethodOutput>> invocation = Call.begin(() -> seenSlow.invoke(FIRST));
        running.await();

        Call<Void> blocking = Call.begin(() -> slow.blockMethods()).untilItWaits();

        goOn.countDown();
        blocking.result();
        assertThat(invocation.result()).hasSize(1);
    }

    @Test
    void it_is_a_switch_and_not_a_counter() {
        ospf.blockMethods();
        ospf.blockMethods();

        ospf.resumeMethods();

        assertThat(text(seen.invoke(FIRST))).isEqualTo("before");
    }

    @Test
    void resuming_methods_that_are_not_blocked_changes_nothing() {
        ospf.resumeMethods();

        assertThat(text(seen.invoke(FIRST))).isEqualTo("before");
    }

    @Test
    void any_thread_may_resume() {
        ospf.blockMethods();

        Call.begin(ospf::resumeMethods).result();

        assertThat(text(seen.invoke(FIRST))).isEqualTo("before");
    }

    @Test
    void blocking_within_an_own_method_would_wait_for_ever() {
        EntityRegistration[] self = new EntityRegistration[1];
        ospf.close();
        self[0] =
                export(
                        (caller, callee, input) -> {
                            try {
                                self[0].blockMethods();
                                return MethodResult.of();
                            } catch (RtmException e) {
                                return MethodResult.withStatus(e.status().number());
                            }
                        });

        List<MethodOutput> outputs = Handles.entity(rip, self[0]).invoke(FIRST);

        assertThat(outputs)
                .extracting(output -> output.result().status())
                .containsExactly(RtmStatus.POSSIBLE_DEADLOCK.number());
    }
}

package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExportedMethod;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodOutput;
import org.rtm.api.MethodResult;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteInfo;
import org.rtm.api.RtmStatus;

/** _ENTITY_METHOD */
class EntityMethodCallbackTest {
    private static final NetAddress TEN = NetAddress.parse("10.0.0.0/8");

    @RegisterExtension final Router router = new Router();
    private final EntityRegistration bgp = router.register(ProtocolId.BGP, 1);

    private List<MethodOutput> invoke(int methodType, ExportedMethod... methods) {
        EntityRegistration ospf =
                router.register(ProtocolId.OSPF, 1, EntityOptions.NONE.methods(List.of(methods)));
        try (Entity seen = Handles.entity(bgp, ospf)) {
            return seen.invoke(new MethodInput(methodType, (byte) 1, (byte) 2));
        }
    }

    @Test
    void a_method_learns_who_called_whom() {
        List<EntityInfo> told = new ArrayList<>();

        invoke(
                1,
                (caller, callee, input) -> {
                    told.add(caller.info());
                    told.add(callee.info());
                    return MethodResult.of();
                });

        assertThat(told).extracting(EntityInfo::name).containsExactly("BGP-1", "OSPF-1");
    }

    @Test
    void each_method_is_called_once_with_its_own_bit_and_all_of_the_input() {
        List<MethodInput> inputs = new ArrayList<>();
        ExportedMethod method =
                (caller, callee, input) -> {
                    inputs.add(input);
                    return MethodResult.of();
                };

        invoke(0b110, method, method, method);

        assertThat(inputs).extracting(MethodInput::methodType).containsExactly(0b010, 0b100);
        assertThat(inputs)
                .allSatisfy(input -> assertThat(input.data()).containsExactly((byte) 1, (byte) 2));
    }

    @Test
    void the_method_sets_status_and_output_and_the_rtm_the_type() {
        List<MethodOutput> outputs =
                invoke(1, (caller, callee, input) -> MethodResult.withStatus(9, (byte) 3));

        assertThat(outputs).extracting(MethodOutput::methodType).containsExactly(1);
        assertThat(outputs.get(0).result().status()).isEqualTo(9);
        assertThat(outputs.get(0).result().data()).containsExactly(3);
    }

    @Test
    void a_method_that_throws_has_failed() {
        List<MethodOutput> outputs =
                invoke(
                        1,
                        (caller, callee, input) -> {
                            throw new Exception("fails");
                        });

        assertThat(outputs.get(0).result().status()).isEqualTo(RtmStatus.GEN_FAILURE.number());
    }

    @Test
    void it_runs_on_the_callers_thread() {
        List<Thread> threads = new ArrayList<>();

        invoke(
                1,
                (caller, callee, input) -> {
                    threads.add(Thread.currentThread());
                    return MethodResult.of();
                });

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void it_may_call_the_rtm() {
        invoke(
                1,
                (caller, callee, input) -> {
                    bgp.addRoute(TEN, RouteInfo.via());
                    return MethodResult.of();
                });

        assertThat(bgp.mostSpecific(TEN)).isPresent();
    }

    @Test
    void the_handles_are_the_rtms_until_it_returns() {
        List<Entity> lent = new ArrayList<>();
        List<Entity> kept = new ArrayList<>();

        invoke(
                1,
                (caller, callee, input) -> {
                    lent.add(caller);
                    kept.add(caller.reference());
                    return MethodResult.of();
                });

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> lent.get(0).info());
        assertThat(kept.get(0).info().name()).isEqualTo("BGP-1");
    }
}

package org.rtm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.rtm.api.Entity;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExportedMethod;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodOutput;
import org.rtm.api.MethodResult;
import org.rtm.api.MethodType;
import org.rtm.api.ProtocolId;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;

class RtmInvokeMethodTest {
    private static final ExportedMethod ECHO =
            (caller, callee, input) -> MethodResult.of(input.data());

    @RegisterExtension final Router router = new Router();
    private final EntityRegistration rip = router.register();

    private EntityRegistration export(ExportedMethod... methods) {
        return router.register(ProtocolId.OSPF, 1, EntityOptions.NONE.methods(List.of(methods)));
    }

    private List<MethodOutput> invoke(EntityRegistration callee, int methods, byte... data) {
        try (Entity entity = Handles.entity(rip, callee)) {
            return entity.invoke(new MethodInput(methods, data));
        }
    }

    @Test
    @ReturnCodes("NO_ERROR")
    void a_method_gets_the_input_and_the_caller_its_output() {
        EntityRegistration ospf = export(ECHO);

        List<MethodOutput> outputs = invoke(ospf, 1, (byte) 7);

        assertThat(outputs).hasSize(1);
        assertThat(outputs.get(0).methodType()).isEqualTo(1);
        assertThat(outputs.get(0).result().status()).isEqualTo(MethodResult.NO_ERROR);
        assertThat(outputs.get(0).result().data()).containsExactly(7);
    }

    @Test
    void several_methods_run_in_the_order_of_their_bits_with_one_common_input() {
        List<Integer> order = new ArrayList<>();
        ExportedMethod method =
                (caller, callee, input) -> {
                    order.add(input.methodType());
                    return MethodResult.of((byte) (input.data()[0] + input.methodType()));
                };
        EntityRegistration ospf = export(method, method, method);

        List<MethodOutput> outputs = invoke(ospf, 0b101, (byte) 10);

        assertThat(order).containsExactly(0b001, 0b100);
        assertThat(outputs).extracting(MethodOutput::methodType).containsExactly(0b001, 0b100);
        assertThat(outputs.get(0).result().data()).containsExactly(11);
        assertThat(outputs.get(1).result().data()).containsExactly(14);
    }

    @Test
    void the_last_of_32_methods_answers_to_the_highest_bit() {
        EntityRegistration ospf =
                export(Collections.nCopies(32, ECHO).toArray(ExportedMethod[]::new));

        assertThat(invoke(ospf, 1 << 31))
                .extracting(MethodOutput::methodType)
                .containsExactly(1 << 31);
    }

    @Test
    void all_methods_are_those_that_there_are() {
        EntityRegistration ospf = export(ECHO, ECHO);

        assertThat(invoke(ospf, MethodType.ALL_METHODS))
                .extracting(MethodOutput::methodType)
                .containsExactly(0b01, 0b10);
        assertThat(invoke(rip, MethodType.ALL_METHODS)).isEmpty();
    }

    @Test
    void a_bit_without_a_method_is_not_supported_and_the_others_run() {
        EntityRegistration ospf = export(ECHO);

        assertThat(invoke(ospf, 0b11))
                .extracting(output -> output.result().status())
                .containsExactly(MethodResult.NO_ERROR, RtmStatus.NOT_SUPPORTED.number());
    }

    @Test
    void no_bit_runs_no_method() {
        assertThat(invoke(export(ECHO), 0)).isEmpty();
    }

    @Test
    void a_failure_of_the_method_is_a_status_of_its_output_and_the_others_run() {
        EntityRegistration ospf =
                export(
                        (caller, callee, input) -> MethodResult.withStatus(77),
                        (caller, callee, input) -> {
                            throw new IllegalStateException("fails");
                        },
                        ECHO);

        assertThat(invoke(ospf, 0b111))
                .extracting(output -> output.result().status())
                .containsExactly(77, RtmStatus.GEN_FAILURE.number(), MethodResult.NO_ERROR);
    }

    @Test
    void a_client_may_invoke_itself() {
        EntityRegistration ospf = export(ECHO);

        try (Entity self = ospf.entity()) {
            assertThat(self.invoke(new MethodInput(1))).hasSize(1);
        }
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_client_that_has_deregistered_is_not_invoked() {
        EntityRegistration ospf = export(ECHO);
        Entity seen = Handles.entity(rip, ospf);

        ospf.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> seen.invoke(new MethodInput(1)));
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_client_that_is_deregistering_is_not_invoked() {
        EntityRegistration[] self = new EntityRegistration[1];
        List<RtmException> refused = new ArrayList<>();
        Entity[] seen = new Entity[1];
        self[0] =
                export(
                        (caller, callee, input) -> {
                            self[0].close();
                            try {
                                seen[0].invoke(new MethodInput(2));
                            } catch (RtmException e) {
                                refused.add(e);
                            }
                            return MethodResult.of();
                        },
                        ECHO);
        seen[0] = Handles.entity(rip, self[0]);

        seen[0].invoke(new MethodInput(1));

        assertThat(refused)
                .extracting(RtmException::status)
                .containsExactly(RtmStatus.INVALID_HANDLE);
    }

    @Test
    @ReturnCodes("ERROR_INVALID_HANDLE")
    void a_handle_that_was_given_back_invokes_nothing() {
        Entity self = rip.entity();

        self.close();

        Router.assertRefused(RtmStatus.INVALID_HANDLE, () -> self.invoke(new MethodInput(1)));
    }

    @Test
    void it_does_not_return_while_the_methods_are_blocked() {
        EntityRegistration ospf = export(ECHO);
        ospf.blockMethods();

        Call<List<MethodOutput>> held = Call.begin(() -> invoke(ospf, 1)).untilItWaits();

        ospf.resumeMethods();
        assertThat(held.result()).hasSize(1);
    }

    @Test
    void a_blocked_client_that_invokes_itself_in_a_call_back_would_wait_for_ever() {
        Events events = new Events();
        EntityRegistration[] self = new EntityRegistration[1];
        EntityListener invoking =
                new EntityListener() {
                    @Override
                    public void entityRegistered(Entity entity) {
                        try (Entity me = self[0].entity()) {
                            me.invoke(new MethodInput(1));
                        } catch (RtmException e) {
                            events.see(e.status().name());
                        }
                    }
                };
        self[0] =
                router.register(
                        ProtocolId.OSPF,
                        1,
                        EntityOptions.NONE.methods(List.of(ECHO)).listener(invoking));
        self[0].blockMethods();

        router.register(ProtocolId.BGP, 1);

        events.await("POSSIBLE_DEADLOCK");
    }

    @Test
    void a_blocked_client_that_an_invocation_came_from_would_wait_for_ever() {
        Entity[] back = new Entity[1];
        EntityRegistration bgp =
                router.register(
                        ProtocolId.BGP,
                        1,
                        EntityOptions.NONE.methods(
                                List.of(
                                        (caller, callee, input) -> {
                                            try {
                                                back[0].invoke(new MethodInput(1));
                                                return MethodResult.of();
                                            } catch (RtmException e) {
                                                return MethodResult.withStatus(e.status().number());
                                            }
                                        })));
        EntityRegistration ospf = export(ECHO);
        back[0] = Handles.entity(bgp, ospf);
        ospf.blockMethods();

        List<MethodOutput> outputs = Handles.entity(ospf, bgp).invoke(new MethodInput(1));

        assertThat(outputs)
                .extracting(output -> output.result().status())
                .containsExactly(RtmStatus.POSSIBLE_DEADLOCK.number());
    }
}

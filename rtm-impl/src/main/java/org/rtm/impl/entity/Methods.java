package org.rtm.impl.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.rtm.api.ExportedMethod;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodOutput;
import org.rtm.api.MethodResult;
import org.rtm.api.MethodType;
import org.rtm.api.RtmStatus;

/** The methods that an entity exports to the others. */
final class Methods {
    private final Registration entity;
    private final MethodGate gate;

    /** Let go at the end: they belong to the client's bundle. */
    private final List<ExportedMethod> methods;

    Methods(Registration entity, List<ExportedMethod> methods) {
        this.entity = entity;
        this.gate = new MethodGate(entity);
        this.methods = new CopyOnWriteArrayList<>(methods);
    }

    /** A bit for each method. */
    int mask() {
        return (int) ((1L << methods.size()) - 1);
    }

    MethodGate gate() {
        return gate;
    }

    /** Runs methods of this entity for another one. */
    List<MethodOutput> invoke(Registration caller, MethodInput input) {
        List<MethodOutput> outputs = new ArrayList<>();
        Frames.run(caller, () -> gate.run(() -> invokeEach(caller, input, outputs)));
        return List.copyOf(outputs);
    }

    private void invokeEach(Registration caller, MethodInput input, List<MethodOutput> outputs) {
        int asked = input.methodType() == MethodType.ALL_METHODS ? mask() : input.methodType();
        for (int rest = asked; rest != 0; rest &= rest - 1) {
            int place = Integer.numberOfTrailingZeros(rest);
            MethodInput own = new MethodInput(1 << place, input.data());
            MethodResult result =
                    place < methods.size()
                            ? invoke(methods.get(place), caller, own)
                            : MethodResult.withStatus(RtmStatus.NOT_SUPPORTED.number());
            outputs.add(new MethodOutput(1 << place, result));
        }
    }

    private MethodResult invoke(ExportedMethod method, Registration caller, MethodInput input) {
        MethodResult[] result = {MethodResult.withStatus(RtmStatus.GEN_FAILURE.number())};
        entity.lend(
                caller.owner(),
                callerHandle ->
                        entity.lend(
                                entity.owner(),
                                calleeHandle ->
                                        Frames.runMethod(
                                                entity,
                                                () -> {
                                                    try {
                                                        result[0] =
                                                                Objects.requireNonNull(
                                                                        method.invoke(
                                                                                callerHandle,
                                                                                calleeHandle,
                                                                                input));
                                                    } catch (Throwable e) { // a callee's failure,
                                                        // whatever it is, is not
                                                        // the caller's

                                                        entity.roster()
                                                                .logFailedMethod(entity, input, e);
                                                    }
                                                })));
        return result[0];
    }

    void clear() {
        methods.clear();
    }
}

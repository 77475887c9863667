package org.rtm.notify.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.rtm.api.Destination;
import org.rtm.api.Entity;
import org.rtm.api.EntityListener;
import org.rtm.api.EntityOptions;
import org.rtm.api.EntityRegistration;
import org.rtm.api.ExpiryDecision;
import org.rtm.api.ExportedMethod;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodResult;
import org.rtm.api.NextHop;
import org.rtm.api.Route;
import org.rtm.api.RouteList;
import org.rtm.api.RtmException;
import org.rtm.api.provider.RegisteredEntity;
import org.rtm.notify.model.NaiveOwner.Answer;
import org.rtm.notify.model.NaiveOwner.Brings;
import org.rtm.notify.model.NaiveOwner.Method;

/** An entity, with all that it has in both tables, whether deleted since or not. */
final class Client {
    final StoppedLane lane = new StoppedLane();
    final List<NextHop> nextHops = new ArrayList<>();
    final List<NaiveNextHop> naiveNextHops = new ArrayList<>();
    final List<Route> routes = new ArrayList<>();
    final List<NaiveRoute> naiveRoutes = new ArrayList<>();
    final List<RouteList> lists = new ArrayList<>();
    final List<NaiveRouteList> naiveLists = new ArrayList<>();
    final List<Destination> destinations = new ArrayList<>();
    final List<Entity> entities = new ArrayList<>();
    final List<NaiveOwner> naiveEntities = new ArrayList<>();
    final List<WatchedChanges> changes = new ArrayList<>();

    /** Who came and went, as the listener was told. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    EntityRegistration real;
    NaiveOwner naive;

    void registered(EntityRegistration registration) {
        real = registration;
        lane.stop(RegisteredEntity.of(registration));
    }

    EntityOptions options(Brings brings) {
        EntityOptions options = EntityOptions.NONE.methods(methods(brings.methods()));
        if (brings.opaqueSlot()) {
            options = options.opaqueSlot();
        }
        return brings.answer() == Answer.ABSENT
                ? options
                : options.listener(new Listener(brings.answer()));
    }

    private List<ExportedMethod> methods(int count) {
        List<ExportedMethod> methods = new ArrayList<>();
        for (Method method : List.of(Method.values()).subList(0, count)) {
            methods.add((caller, callee, input) -> run(method, caller, callee, input));
        }
        return methods;
    }

    private MethodResult run(Method method, Entity caller, Entity callee, MethodInput input)
            throws Exception {
        return switch (method) {
            case TELL_WHO_CALLS ->
                    MethodResult.of(
                            bytes(
                                    caller.info().id()
                                            + " to "
                                            + callee.info().id()
                                            + ": "
                                            + input.methodType()
                                            + text(input.data())));
            case THROW -> throw new Exception("the method fails");
            case BLOCK_OWN_METHODS -> MethodResult.withStatus(blockOwnMethods());
            case GIVE_STATUS_7 -> MethodResult.withStatus(7);
        };
    }

    private int blockOwnMethods() {
        try {
            real.blockMethods();
            return MethodResult.NO_ERROR;
        } catch (RtmException e) {
            return e.status().number();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private final class Listener implements EntityListener {
        private final Answer answer;

        Listener(Answer answer) {
            this.answer = answer;
        }

        @Override
        public void entityRegistered(Entity entity) {
            heard.add("+" + entity.info().id());
        }

        @Override
        public void entityDeregistered(Entity entity) {
            heard.add("-" + entity.info().id());
        }

        @Override
        public ExpiryDecision routeExpired(Route route) {
            if (answer.isLate()) {
                lane.waitInCallBack();
            }
            if (answer == Answer.THROW) {
                throw new IllegalStateException("the listener fails");
            }
            return answer.keeps() ? ExpiryDecision.KEEP : ExpiryDecision.DELETE;
        }
    }
}

package org.rtm.conformance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.rtm.api.Entity;
import org.rtm.api.EntityListener;

/** Writes down what an entity is told of others, and that its registration was ended. */
class Events implements EntityListener {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void entityRegistered(Entity entity) {
        see("registered " + entity.info().name());
    }

    @Override
    public void entityDeregistered(Entity entity) {
        see("deregistered " + entity.info().name());
    }

    @Override
    public void registrationEnded(String reason) {
        see("ended");
    }

    final void see(String event) {
        seen.add(event);
    }

    final List<String> seen() {
        return List.copyOf(seen);
    }

    final void await(String event) {
        Router.await(event, () -> seen.contains(event));
    }
}

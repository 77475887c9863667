package org.rtm.itest;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.rtm.api.notify.ChangeNotifier;

/** A client as protocols are written: a component that follows the notifier wherever it goes. */
@Component(service = Follower.class)
public final class Follower {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private volatile ChangeNotifier notifier;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bind(ChangeNotifier came) {
        notifier = came;
        events.add("came");
    }

    void unbind(ChangeNotifier went) {
        notifier = null;
        events.add("went");
    }

    ChangeNotifier notifier() {
        return notifier;
    }

    BlockingQueue<String> events() {
        return events;
    }
}

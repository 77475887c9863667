package org.rtm.flight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.EventFactory;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import jdk.jfr.ValueDescriptor;

/**
 * A kind of event in recordings of Java Flight Recorder.
 *
 * <p>Not a subclass of {@link Event}: Flight Recorder makes the class of an event refer to its own
 * internal classes, and the class loader of a bundle does not find them. The class that an {@link
 * EventFactory} makes belongs to the JDK.
 *
 * <p>Nothing of Flight Recorder is touched before somebody records, as starting it takes a good
 * part of a second; and nothing at all in a JVM, or a framework, that does not have it.
 */
public final class FlightEvent {
    private static final boolean HAS_FLIGHT_RECORDER = hasFlightRecorder();

    /** Those of this bundle that Flight Recorder knows. */
    private static final Set<FlightEvent> REGISTERED = ConcurrentHashMap.newKeySet();

    private final String name;
    private final String description;
    private final Default standard;
    private final List<Field> fields;
    private volatile Recorded recorded;

    /** What is recorded where the settings of a recording do not name an event. */
    public enum Default {
        /** Each event. */
        ALL,
        /** What took long: 20 ms, as with what the JDK records of itself. */
        LONG,
        /** Nothing, as there may be a million a second. */
        NONE
    }

    /** A value of an event. */
    public record Field(String name, Class<?> type, boolean isMillis) {}

    /**
     * Describes a kind of event.
     *
     * @param name its name, after {@code org.rtm.}
     */
    public FlightEvent(String name, String description, Default standard, Field... fields) {
        this.name = name;
        this.description = description;
        this.standard = standard;
        this.fields = List.of(fields);
    }

    public static Field text(String name) {
        return new Field(name, String.class, false);
    }

    public static Field number(String name) {
        return new Field(name, long.class, false);
    }

    public static Field flag(String name) {
        return new Field(name, boolean.class, false);
    }

    public static Field millis(String name) {
        return new Field(name, long.class, true);
    }

    private static boolean hasFlightRecorder() {
        try {
            return FlightRecorder.isAvailable();
        } catch (LinkageError absent) { // nobody exports its package to this bundle
            return false;
        }
    }

    /**
     * Whether a recording wants events of this kind: to be asked before anything is made for one.
     */
    public boolean isRecorded() {
        return HAS_FLIGHT_RECORDER && FlightRecorder.isInitialized() && recorded().isEnabled();
    }

    private Recorded recorded() {
        Recorded known = recorded;
        return known != null ? known : make();
    }

    private synchronized Recorded make() {
        if (recorded == null) {
            recorded = new Recorded(this);
            REGISTERED.add(this);
        }
        return recorded;
    }

    /** Records something that has just happened; the values in the order of the fields. */
    public void record(Object... values) {
        recorded().set(recorded().event(), values).commit();
    }

    /** Begins something that lasts. */
    public Lasting begin() {
        return new Lasting(recorded());
    }

    /** Something that lasts. */
    public static final class Lasting {
        private final Recorded recorded;
        private final Event event;

        private Lasting(Recorded recorded) {
            this.recorded = recorded;
            this.event = recorded.event();
            event.begin();
        }

        /** Records it, if it took long enough; the values in the order of the fields. */
        public void end(Object... values) {
            event.end();
            if (event.shouldCommit()) {
                recorded.set(event, values).commit();
            }
        }
    }

    /**
     * Takes back from Flight Recorder all that this bundle has made known to it: otherwise each
     * bundle that was replaced would leave its kinds of events there. What is recorded afterwards
     * is made known anew.
     */
    public static void unregisterAll() {
        REGISTERED.forEach(FlightEvent::unregister);
    }

    private synchronized void unregister() {
        if (REGISTERED.remove(this)) {
            recorded.factory.unregister();
            recorded = null;
        }
    }

    /** All that needs Flight Recorder's classes. */
    private static final class Recorded {
        private final EventFactory factory;
        private final EventType type;

        Recorded(FlightEvent event) {
            List<AnnotationElement> annotations = new ArrayList<>();
            annotations.add(new AnnotationElement(Name.class, "org.rtm." + event.name));
            annotations.add(new AnnotationElement(Label.class, label(event.name)));
            annotations.add(new AnnotationElement(Description.class, event.description));
            annotations.add(new AnnotationElement(Category.class, new String[] {"RTM"}));
            annotations.add(new AnnotationElement(StackTrace.class, false));
            switch (event.standard) {
                case ALL -> annotations.add(new AnnotationElement(Enabled.class, true));
                case LONG -> annotations.add(new AnnotationElement(Threshold.class, "20 ms"));
                case NONE -> annotations.add(new AnnotationElement(Enabled.class, false));
            }
            factory =
                    EventFactory.create(
                            annotations, event.fields.stream().map(Recorded::descriptor).toList());
            type = factory.getEventType();
        }

        private static ValueDescriptor descriptor(Field field) {
            List<AnnotationElement> annotations = new ArrayList<>();
            annotations.add(new AnnotationElement(Label.class, label(field.name)));
            if (field.isMillis) {
                annotations.add(new AnnotationElement(Timespan.class, Timespan.MILLISECONDS));
            }
            return new ValueDescriptor(field.type, field.name, annotations);
        }

        /** The words of a name, as a reader expects them. */
        private static String label(String name) {
            String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
            return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        }

        boolean isEnabled() {
            return type.isEnabled();
        }

        Event event() {
            return factory.newEvent();
        }

        Event set(Event event, Object... values) {
            for (int i = 0; i < values.length; i++) {
                event.set(i, values[i]);
            }
            return event;
        }
    }
}

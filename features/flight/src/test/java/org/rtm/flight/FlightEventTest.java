package org.rtm.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rtm.flight.FlightEvent.Default;

class FlightEventTest {
    private static final int ASKED = 1_000_000;

    private static final FlightEvent SEEN =
            new FlightEvent(
                    "TestSeen",
                    "something was seen",
                    Default.ALL,
                    FlightEvent.text("what"),
                    FlightEvent.number("howOften"),
                    FlightEvent.flag("isNew"),
                    FlightEvent.millis("age"));

    private static final FlightEvent FREQUENT =
            new FlightEvent("TestFrequent", "often", Default.NONE, FlightEvent.number("count"));

    private static final FlightEvent LASTING =
            new FlightEvent("TestLasting", "it takes", Default.LONG, FlightEvent.text("what"));

    @TempDir Path folder;

    @Test
    void an_event_is_recorded_with_its_values_and_labels() throws Exception {
        List<RecordedEvent> events =
                recorded(Map.of(), () -> SEEN.record("a route", 3L, true, 1500L));

        assertThat(events)
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.getEventType().getName())
                                    .isEqualTo("org.rtm.TestSeen");
                            assertThat(event.getEventType().getLabel()).isEqualTo("Test Seen");
                            assertThat(event.getEventType().getCategoryNames())
                                    .containsExactly("RTM");
                            assertThat(event.getEventType().getField("howOften").getLabel())
                                    .isEqualTo("How Often");
                            assertThat(event.getString("what")).isEqualTo("a route");
                            assertThat(event.getLong("howOften")).isEqualTo(3);
                            assertThat(event.getBoolean("isNew")).isTrue();
                            assertThat(event.getDuration("age")).isEqualTo(Duration.ofMillis(1500));
                        });
    }

    @Test
    void only_who_records_pays() throws Exception {
        assertThat(SEEN.isRecorded()).isFalse();
        recorded(Map.of(), () -> assertThat(SEEN.isRecorded()).isTrue());
        assertThat(SEEN.isRecorded()).isFalse();
    }

    @Test
    void a_frequent_event_is_recorded_only_where_the_settings_say_so() throws Exception {
        recorded(Map.of(), () -> assertThat(FREQUENT.isRecorded()).isFalse());

        List<RecordedEvent> events =
                recorded(
                        Map.of("org.rtm.TestFrequent#enabled", "true"),
                        () -> {
                            assertThat(FREQUENT.isRecorded()).isTrue();
                            FREQUENT.record(1L);
                        });

        assertThat(events).hasSize(1);
    }

    @Test
    void what_lasts_is_recorded_from_the_threshold_on() throws Exception {
        List<RecordedEvent> short20 = recorded(Map.of(), () -> LASTING.begin().end("short"));
        List<RecordedEvent> all =
                recorded(
                        Map.of("org.rtm.TestLasting#threshold", "0 ms"),
                        () -> LASTING.begin().end("short"));

        assertThat(short20).isEmpty();
        assertThat(all)
                .singleElement()
                .satisfies(event -> assertThat(event.getDuration()).isPositive());
    }

    @Test
    void asking_whether_it_is_recorded_allocates_nothing() {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        boolean any = FREQUENT.isRecorded();
        threads.getCurrentThreadAllocatedBytes();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ASKED; i++) {
            any |= FREQUENT.isRecorded();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(any).isFalse();
        assertThat(allocated).as("far less than an object each time").isLessThan(ASKED / 100);
    }

    @Test
    void fifty_bundles_after_one_another_leave_neither_events_nor_class_loaders() throws Exception {
        List<WeakReference<ClassLoader>> bundles = new ArrayList<>();
        try (Recording recording = new Recording()) {
            recording.start();
            for (int i = 0; i < 50; i++) {
                bundles.add(recordInBundleOfItsOwn());
            }
        }

        assertThat(FlightRecorder.getFlightRecorder().getEventTypes())
                .extracting(EventType::getName)
                .doesNotContain("org.rtm.TestBundle");
        assertThat(bundles).allSatisfy(FlightEventTest::assertCollected);
    }

    /** The class loader of a bundle that recorded an event, and stopped. */
    private static WeakReference<ClassLoader> recordInBundleOfItsOwn() throws Exception {
        Bundle bundle = new Bundle(name -> true);
        Class<?> type = bundle.loadClass(FlightEvent.class.getName());
        Object event = newEvent(type, "TestBundle");
        assertThat(type.getMethod("isRecorded").invoke(event)).isEqualTo(true);
        type.getMethod("record", Object[].class).invoke(event, (Object) new Object[0]);
        type.getMethod("unregisterAll").invoke(null);
        return new WeakReference<>(bundle);
    }

    private static void assertCollected(WeakReference<?> reference) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (reference.get() != null && System.nanoTime() < end) {
            System.gc();
        }
        assertThat(reference.get()).isNull();
    }

    @Test
    void what_starts_again_is_recorded_again() throws Exception {
        List<RecordedEvent> events =
                recorded(
                        Map.of(),
                        () -> {
                            SEEN.record("before", 1L, true, 0L);
                            FlightEvent.unregisterAll();
                            assertThat(SEEN.isRecorded()).isTrue();
                            SEEN.record("after", 2L, true, 0L);
                        });

        assertThat(events)
                .extracting(event -> event.getString("what"))
                .containsExactly("before", "after");
    }

    @Test
    void where_there_is_no_flight_recorder_nothing_is_recorded_and_nothing_fails()
            throws Exception {
        Class<?> alone =
                new Bundle(name -> !name.startsWith("jdk.jfr."))
                        .loadClass(FlightEvent.class.getName());
        Object event = newEvent(alone, "TestAlone");

        assertThat(alone.getMethod("isRecorded").invoke(event)).isEqualTo(false);
    }

    private static Object newEvent(Class<?> type, String name) throws Exception {
        ClassLoader bundle = type.getClassLoader();
        Class<?> standard = bundle.loadClass(Default.class.getName());
        Class<?> field = bundle.loadClass(FlightEvent.Field.class.getName());
        return type.getConstructors()[0].newInstance(
                name, "alone", standard.getEnumConstants()[0], Array.newInstance(field, 0));
    }

    /** As the class loader of a bundle that carries the package. */
    private static final class Bundle extends ClassLoader {
        private final Predicate<String> imports;

        Bundle(Predicate<String> imports) {
            super(FlightEventTest.class.getClassLoader());
            this.imports = imports;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!imports.test(name)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(FlightEvent.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = "/" + name.replace('.', '/') + ".class";
            try (InputStream in = FlightEventTest.class.getResourceAsStream(file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private List<RecordedEvent> recorded(Map<String, String> settings, Runnable action)
            throws IOException {
        try (Recording recording = new Recording()) {
            recording.setSettings(settings);
            recording.start();
            action.run();
            recording.stop();
            Path file = folder.resolve(recording.getId() + ".jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().startsWith("org.rtm.Test"))
                    .toList();
        }
    }
}

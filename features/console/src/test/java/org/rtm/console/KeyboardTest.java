package org.rtm.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOError;
import java.io.InterruptedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;
import org.junit.jupiter.api.Test;

class KeyboardTest {
    private final Deque<Integer> keys = new ArrayDeque<>();
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final Attributes before = new Attributes();
    private final List<Attributes> set = new ArrayList<>();
    private int failures;

    private final Keyboard keyboard =
            new Keyboard(
                    (Terminal)
                            Proxy.newProxyInstance(
                                    KeyboardTest.class.getClassLoader(),
                                    new Class<?>[] {Terminal.class},
                                    (terminal, method, arguments) ->
                                            switch (method.getName()) {
                                                case "enterRawMode" -> before;
                                                case "reader" -> new Keys();
                                                case "setAttributes" -> {
                                                    setAttributes((Attributes) arguments[0]);
                                                    yield null;
                                                }
                                                default ->
                                                        throw new UnsupportedOperationException(
                                                                method.getName());
                                            }));

    private void setAttributes(Attributes attributes) {
        if (failures-- > 0) {
            Thread.currentThread().interrupt();
            throw new IOError(new InterruptedIOException());
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        set.add(attributes);
    }

    private final class Keys extends NonBlockingReader {
        @Override
        protected int read(long timeout, boolean isPeek) {
            if (keys.isEmpty()) {
                isStopped.set(true); // somebody has pressed Ctrl-C
                return READ_EXPIRED;
            }
            return keys.remove();
        }

        @Override
        public int readBuffered(char[] buffer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // There is nothing open.
        }
    }

    @Test
    void a_key_is_waited_for_and_the_terminal_is_as_before() {
        keys.addAll(List.of(NonBlockingReader.READ_EXPIRED, (int) ' '));

        assertThat(keyboard.key(isStopped::get)).isEqualTo(' ');
        assertThat(set).containsExactly(before);
    }

    @Test
    void nobody_waits_for_a_key_when_the_command_was_stopped_whatever_thread_it_runs_in() {
        assertThat(keyboard.key(isStopped::get)).isEqualTo(-1);
        assertThat(set).containsExactly(before);
    }

    @Test
    void the_terminal_is_as_before_although_setting_it_was_interrupted() {
        failures = 2;

        keyboard.key(isStopped::get);

        assertThat(set).containsExactly(before);
        assertThat(Thread.interrupted()).isTrue();
    }
}

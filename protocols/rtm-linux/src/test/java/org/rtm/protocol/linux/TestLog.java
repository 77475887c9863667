package org.rtm.protocol.linux;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.log.Logger;

/** What was logged, each line after its level and with its values. */
final class TestLog {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Logger logger() {
        return (Logger)
                Proxy.newProxyInstance(
                        TestLog.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> {
                            lines.add(method.getName() + " " + text(arguments));
                            return null;
                        });
    }

    private static String text(Object[] arguments) {
        Object[] values =
                arguments.length == 2 && arguments[1] instanceof Object[] several
                        ? several
                        : Arrays.copyOfRange(arguments, 1, arguments.length);
        return arguments[0].toString().replace("{}", "%s").formatted(values);
    }

    List<String> lines() {
        return lines;
    }
}

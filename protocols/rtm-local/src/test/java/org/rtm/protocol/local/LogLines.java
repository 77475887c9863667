package org.rtm.protocol.local;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.log.Logger;

/** What was logged: of each line its level and its text. */
final class LogLines {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Logger log() {
        return (Logger)
                Proxy.newProxyInstance(
                        LogLines.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> {
                            if (method.getReturnType() == boolean.class) {
                                return false;
                            }
                            lines.add(line(method.getName(), arguments));
                            return null;
                        });
    }

    private static String line(String level, Object[] arguments) {
        Object[] values =
                arguments.length == 2 && arguments[1] instanceof Object[] several
                        ? several
                        : Arrays.copyOfRange(arguments, 1, arguments.length);
        return level + " " + String.valueOf(arguments[0]).replace("{}", "%s").formatted(values);
    }

    List<String> lines() {
        return lines;
    }
}

package org.rtm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HelpTest {
    private static final String COMPLETIONS = "/completions.gosh";

    @TestFactory
    Stream<DynamicTest> every_command_and_each_of_its_options_is_described_and_completed()
            throws IOException {
        String completions = completions();
        return commands()
                .map(
                        command ->
                                DynamicTest.dynamicTest(
                                        name(command), () -> check(command, completions)));
    }

    private static void check(Method command, String completions) {
        assertThat(command.getAnnotation(Descriptor.class)).isNotNull();
        assertThat(completions).contains("complete -c " + name(command) + " -d ");
        for (java.lang.reflect.Parameter parameter : command.getParameters()) {
            boolean typed = !parameter.getType().getSimpleName().equals("CommandSession");
            assertThat(parameter.isAnnotationPresent(Descriptor.class)).isEqualTo(typed);
            Parameter option = parameter.getAnnotation(Parameter.class);
            if (option != null) {
                String longName = option.names()[option.names().length - 1];
                assertThat(completions.lines())
                        .anyMatch(
                                line ->
                                        line.startsWith("complete -c " + name(command) + " ")
                                                && line.contains(" -l " + longName.substring(2)));
            }
        }
    }

    private static Stream<Method> commands() {
        return Stream.of(
                        StatusCommands.class,
                        RouteCommands.class,
                        ChangeCommands.class,
                        WatchCommand.class,
                        TransferCommands.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.getName().endsWith("Notifier"));
    }

    private static String name(Method command) {
        return "rtm:" + command.getName().replace("_", "");
    }

    private static String completions() throws IOException {
        try (InputStream script = HelpTest.class.getResourceAsStream(COMPLETIONS)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

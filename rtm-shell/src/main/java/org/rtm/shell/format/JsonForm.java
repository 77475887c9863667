package org.rtm.shell.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.NextHopFlags;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.View;
import org.rtm.api.ViewSet;
import org.rtm.api.monitor.RtmMonitor;
import org.rtm.api.notify.ChangeRequest;
import org.rtm.shell.answer.NextHopEntry;

/**
 * What the commands answer, as JSON: the members of an object are those of the answer's record, by
 * which scripts find them too. Written as it is read, so that it may be long.
 */
public final class JsonForm implements AutoCloseable {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                    .build();

    private static final Package MONITOR = RtmMonitor.class.getPackage();
    private static final int NANO_DIGITS = 9;

    private final JsonGenerator json;

    public JsonForm(OutputStream out) throws IOException {
        json = FACTORY.createGenerator(out);
        json.setPrettyPrinter(new ElementsInLines());
    }

    /** Writes an answer as a line. */
    public static void write(Object answer, OutputStream out) throws IOException {
        try (JsonForm form = new JsonForm(out)) {
            form.value(answer);
            form.endLine();
        }
    }

    /** Puts the elements of long arrays into lines of their own. */
    private static final class ElementsInLines extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1;

        @Override
        public void beforeArrayValues(JsonGenerator generator) throws IOException {
            if (isLong(generator)) {
                generator.writeRaw('\n');
            }
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(isLong(generator) ? ",\n" : ",");
        }

        private static boolean isLong(JsonGenerator generator) {
            return generator.getOutputContext().getCurrentValue() != null;
        }
    }

    /** For what has a shape of its own. */
    public JsonGenerator generator() {
        return json;
    }

    /** Starts a member that is an array, each element of which begins in a line of its own. */
    public void startLines(String member) throws IOException {
        json.writeFieldName(member);
        json.writeStartArray(ElementsInLines.class);
    }

    public void member(String name, Object value) throws IOException {
        json.writeFieldName(name);
        value(value);
    }

    public void value(Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Optional<?> optional) {
            value(optional.orElse(null));
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Duration duration) {
            json.writeNumber(
                    BigDecimal.valueOf(duration.toNanos(), NANO_DIGITS)
                            .stripTrailingZeros()
                            .toPlainString());
        } else if (value instanceof Collection<?> elements) {
            array(elements);
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                member(text(entry.getKey()), entry.getValue());
            }
            json.writeEndObject();
        } else {
            objectOrText(value);
        }
    }

    /** What is an int in RTMv2 is unsigned. */
    private void number(Number number) throws IOException {
        if (number instanceof Double fraction) {
            json.writeNumber(fraction);
        } else {
            json.writeNumber(
                    number instanceof Integer bits
                            ? Integer.toUnsignedLong(bits)
                            : number.longValue());
        }
    }

    private void array(Collection<?> elements) throws IOException {
        boolean isOuter = json.getOutputContext().getNestingDepth() == 1;
        boolean areObjects = elements.stream().anyMatch(element -> element instanceof Record);
        json.writeStartArray(isOuter && areObjects ? ElementsInLines.class : null);
        for (Object element : elements) {
            value(element);
        }
        json.writeEndArray();
    }

    private void objectOrText(Object value) throws IOException {
        if (value instanceof ViewSet views) {
            array(views.ids().boxed().toList());
        } else if (value instanceof RouteFlags || value instanceof NextHopFlags) {
            array(
                    Arrays.stream(value.toString().split("\\|"))
                            .filter(it -> !it.isEmpty())
                            .toList());
        } else if (value instanceof EntityInfo entity) {
            entity(entity);
        } else if (value instanceof NextHopEntry nextHop) {
            nextHop(nextHop);
        } else if (value instanceof ChangeRequest request) {
            request(request);
        } else if (value instanceof View || value instanceof ProtocolId) {
            json.writeString(text(value));
        } else {
            Optional<Class<?>> status =
                    Arrays.stream(value.getClass().getInterfaces())
                            .filter(type -> type.getPackage().equals(MONITOR))
                            .findFirst();
            if (status.isPresent()) {
                status(value, status.get());
            } else if (value instanceof Record) {
                members(value);
            } else {
                json.writeString(text(value));
            }
        }
    }

    private void entity(EntityInfo entity) throws IOException {
        json.writeStartObject();
        if (entity.instance().isPresent()) {
            json.writeNumberField("instance", entity.instance().getAsInt());
        }
        member("family", entity.family());
        member("protocol", entity.id().protocol());
        member("protocolInstance", entity.id().protocolInstance());
        member("name", entity.name());
        json.writeEndObject();
    }

    private void nextHop(NextHopEntry nextHop) throws IOException {
        json.writeStartObject();
        member("address", nextHop.isOnLink() ? null : nextHop.address().addressText());
        member("interfaceIndex", nextHop.interfaceIndex());
        member("flags", nextHop.flags());
        member("deleted", nextHop.deleted());
        json.writeEndObject();
    }

    private void request(ChangeRequest request) throws IOException {
        json.writeStartObject();
        member("types", request.types().stream().sorted().toList());
        member("views", request.views().equals(ViewSet.ALL) ? null : request.views());
        member("markedOnly", request.isMarkedOnly());
        json.writeEndObject();
    }

    private void members(Object answer) throws IOException {
        json.writeStartObject();
        for (RecordComponent component : answer.getClass().getRecordComponents()) {
            member(name(component.getName()), read(answer, component.getAccessor()));
        }
        json.writeEndObject();
    }

    /** What the RTM's monitors tell, by the interface that says what it means. */
    private void status(Object status, Class<?> type) throws IOException {
        List<Method> methods =
                Arrays.stream(type.getMethods())
                        .sorted(Comparator.comparing(method -> name(method.getName())))
                        .toList();
        json.writeStartObject();
        for (Method method : methods) {
            member(name(method.getName()), read(status, method));
        }
        json.writeEndObject();
    }

    private static Object read(Object object, Method method) {
        try {
            return method.invoke(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** A question's name without its verb: {@code isStale} is the member {@code stale}. */
    private static String name(String method) {
        return method.startsWith("is") && Character.isUpperCase(method.charAt(2))
                ? method.substring(2, 3).toLowerCase(Locale.ROOT) + method.substring(3)
                : method;
    }

    private static String text(Object value) {
        if (value instanceof View view) {
            return view.name();
        } else if (value instanceof AddressFamily family) {
            return family.toString().toLowerCase(Locale.ROOT);
        } else if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value.toString(); // prefixes, times, files, names
    }

    /** Ends a line, and shows what was written so far. */
    public void endLine() throws IOException {
        json.writeRaw('\n');
        json.flush();
    }

    public void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}

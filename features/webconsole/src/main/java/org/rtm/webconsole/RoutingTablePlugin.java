package org.rtm.webconsole;

import static jakarta.servlet.http.HttpServletResponse.SC_BAD_REQUEST;
import static jakarta.servlet.http.HttpServletResponse.SC_OK;
import static jakarta.servlet.http.HttpServletResponse.SC_SERVICE_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.felix.utils.json.JSONWriter;
import org.apache.felix.webconsole.servlet.AbstractServlet;
import org.apache.felix.webconsole.servlet.ServletConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.rtm.api.HandleKind;
import org.rtm.api.NetAddress;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;
import org.rtm.api.View;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.NotificationStatus;
import org.rtm.api.monitor.TableStatus;
import org.rtm.webconsole.RecentChanges.Change;
import org.rtm.webconsole.Samples.Sample;

/**
 * The page, and the answers that its script asks for. The page is a document of its own and not one
 * within the Web Console's frame, whose layout is for wide and light screens only.
 */
@Component(
        service = Servlet.class,
        property = {
            ServletConstants.PLUGIN_LABEL + "=" + RoutingTablePlugin.LABEL,
            ServletConstants.PLUGIN_TITLE + "=Routing table",
            ServletConstants.PLUGIN_CATEGORY + "=RTM"
        })
public final class RoutingTablePlugin extends AbstractServlet {
    static final String LABEL = "rtm";

    private static final long serialVersionUID = 1;

    /** Nothing from elsewhere, and no script or style within a document. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private record Resource(String name, String type) {}

    private static final Map<String, Resource> RESOURCES =
            Map.of(
                    "", new Resource("rtm.html", "text/html"),
                    "/rtm.css", new Resource("rtm.css", "text/css"),
                    "/rtm.js", new Resource("rtm.js", "text/javascript"),
                    "/rtm.svg", new Resource("rtm.svg", "image/svg+xml"));

    private final transient Tables tables;
    private final transient Observation observation;

    @Activate
    public RoutingTablePlugin(@Reference Tables tables, @Reference Observation observation) {
        this.tables = tables;
        this.observation = observation;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String path = request.getPathInfo().substring(1 + LABEL.length());
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        Resource resource = RESOURCES.get(path);
        if (resource != null) {
            try (InputStream content = getClass().getResourceAsStream("page/" + resource.name)) {
                answer(response, SC_OK, resource.type, content.readAllBytes());
            }
            return;
        }
        StringWriter text = new StringWriter();
        int status = SC_OK;
        try {
            write(path, request, new JSONWriter(text));
        } catch (IllegalArgumentException refused) {
            status = SC_BAD_REQUEST;
            text = error(refused);
        } catch (RtmException refused) {
            status =
                    refused.status() == RtmStatus.INVALID_HANDLE
                            ? SC_SERVICE_UNAVAILABLE
                            : SC_BAD_REQUEST;
            text = error(refused);
        } catch (IllegalStateException absent) {
            status = SC_SERVICE_UNAVAILABLE;
            text = error(absent);
        }
        answer(response, status, "application/json", text.toString().getBytes(UTF_8));
    }

    private static StringWriter error(RuntimeException reason) throws IOException {
        StringWriter text = new StringWriter();
        new JSONWriter(text).object().key("error").value(reason.getMessage()).endObject();
        return text;
    }

    private static void answer(
            HttpServletResponse response, int status, String type, byte[] content)
            throws IOException {
        // A status that is set tells the Web Console that nothing is to be put around this.
        response.setStatus(status);
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(content);
    }

    private void write(String path, HttpServletRequest request, JSONWriter json)
            throws IOException {
        json.object();
        json.key("now").value(Instant.now().toString());
        switch (path) {
            case "/status" -> writeStatus(json);
            case "/routes" -> writeRoutes(RouteSearch.parse(request::getParameter), json);
            case "/changes" -> writeChanges(after(request), json);
            case "/samples" ->
                    writeSamples(RouteSearch.parse(request::getParameter), after(request), json);
            default ->
                    throw new IllegalArgumentException(
                            "there is no '%s'; there are /status, /routes, /changes and /samples"
                                    .formatted(path));
        }
        json.endObject();
    }

    /**
     * The number that an answer is to go on after: from the beginning, if it is of another epoch.
     */
    private long after(HttpServletRequest request) {
        String text = request.getParameter("after");
        String epoch = request.getParameter("epoch");
        try {
            long number = text == null ? 0 : Long.parseLong(text);
            return epoch == null || epoch.equals(observation.epoch()) ? number : 0;
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("after '%s' is not a number".formatted(text));
        }
    }

    private void writeStatus(JSONWriter json) throws IOException {
        json.key("instances").array();
        for (InstanceStatus instance : tables.instances()) {
            json.object();
            json.key("instance").value(instance.instance());
            json.key("refusal").value(instance.refusal().orElse(""));
            json.key("tables").array();
            for (TableStatus table : instance.tables()) {
                writeTable(table, json);
            }
            json.endArray().endObject();
        }
        json.endArray();
        json.key("notifications").array();
        for (NotificationStatus registration : tables.notifications()) {
            json.object();
            json.key("instance").value(registration.entity().instance().orElse(0));
            json.key("family").value(registration.entity().family().name());
            json.key("entity").value(registration.entity().id().toString());
            json.key("pending").value(registration.pending());
            json.key("oldestMillis")
                    .value(registration.oldest().map(Duration::toMillis).orElse(0L).longValue());
            json.key("signals").value(registration.signals());
            json.key("fetched").value(registration.fetched());
            json.endObject();
        }
        json.endArray();
    }

    private static void writeTable(TableStatus table, JSONWriter json) throws IOException {
        json.object();
        json.key("family").value(table.family().name());
        json.key("familyName").value(table.family().toString());
        json.key("destinations").value(table.destinations());
        json.key("routes").value(table.routes());
        json.key("routeLimit").value(table.routeLimit());
        json.key("changes").value(table.changes());
        json.key("views").array();
        for (View view : table.views()) {
            json.object().key("id").value(view.id()).key("name").value(view.name()).endObject();
        }
        json.endArray();
        json.key("entities").array();
        for (EntityStatus entity : table.entities()) {
            writeEntity(entity, json);
        }
        json.endArray().endObject();
    }

    private static void writeEntity(EntityStatus entity, JSONWriter json) throws IOException {
        json.object();
        json.key("id").value(entity.info().id().toString());
        json.key("name").value(entity.info().name());
        json.key("bundle").value(entity.bundle());
        json.key("since").value(entity.since().toString());
        json.key("routes").value(entity.routes());
        json.key("routeLimit").value(entity.routeLimit());
        json.key("bestRoutes").value(entity.bestRoutes());
        json.key("staleRoutes").value(entity.staleRoutes());
        json.key("nextHops").value(entity.nextHops());
        json.key("handles").object();
        for (Map.Entry<HandleKind, Long> count : entity.handles().entrySet()) {
            if (count.getValue() > 0) {
                json.key(count.getKey().toString()).value(count.getValue().longValue());
            }
        }
        json.endObject();
        json.key("routeLists").value(entity.routeLists().size());
        json.key("blocksMethods").value(entity.isBlockingMethods());
        json.key("callbacks").value(entity.callbacks());
        json.key("failedCallbacks").value(entity.failedCallbacks());
        json.key("retentionLeftMillis")
                .value(entity.retentionLeft().map(Duration::toMillis).orElse(0L).longValue());
        json.endObject();
    }

    private void writeRoutes(RouteSearch search, JSONWriter json) throws IOException {
        RoutePage page = RoutePage.read(tables.reader(search.instance(), search.family()), search);
        json.key("family").value(search.family().name());
        json.key("routes").array();
        for (RouteRow route : page.routes()) {
            route.write(json);
        }
        json.endArray();
        json.key("next").value(page.next().map(NetAddress::toString).orElse(""));
    }

    private void writeChanges(long after, JSONWriter json) throws IOException {
        json.key("epoch").value(observation.epoch());
        json.key("kept").value(RecentChanges.KEPT);
        json.key("changes").array();
        for (Change change : observation.changesAfter(after)) {
            json.object();
            json.key("number").value(change.number());
            json.key("time").value(change.time().toString());
            json.key("instance").value(change.instance());
            json.key("family").value(change.family().toString());
            json.key("destination").value(change.destination().orElse(""));
            json.key("text").value(change.now());
            json.endObject();
        }
        json.endArray();
    }

    private void writeSamples(RouteSearch table, long after, JSONWriter json) throws IOException {
        List<Sample> samples = observation.samplesAfter(after, table.instance(), table.family());
        json.key("epoch").value(observation.epoch());
        json.key("kept").value(Samples.KEPT);
        json.key("samples").array();
        for (Sample sample : samples) {
            json.object();
            json.key("number").value(sample.number());
            json.key("millis").value(sample.time().toEpochMilli());
            json.key("destinations").value(sample.destinations());
            json.key("routes").value(sample.routes());
            json.key("changes").value(sample.changes());
            json.endObject();
        }
        json.endArray();
    }
}

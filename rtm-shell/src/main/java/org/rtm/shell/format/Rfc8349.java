package org.rtm.shell.format;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rtm.api.AddressFamily;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.View;
import org.rtm.shell.answer.NextHopEntry;
import org.rtm.shell.answer.RouteEntry;

/**
 * Routes as instances of the YANG module ietf-routing (RFC 8349), in the JSON of RFC 7951: each
 * table in a view is a RIB.
 */
public final class Rfc8349 {
    /** The identities that RFCs define; others get a prefix of ours. */
    private static final Map<ProtocolId, String> PROTOCOLS =
            Map.of(
                    ProtocolId.LOCAL, "ietf-routing:direct",
                    ProtocolId.NETMGMT, "ietf-routing:static",
                    ProtocolId.NT_STATIC, "ietf-routing:static",
                    ProtocolId.NT_STATIC_NON_DOD, "ietf-routing:static",
                    ProtocolId.NT_AUTOSTATIC, "ietf-routing:static",
                    ProtocolId.RIP, "ietf-rip:rip",
                    ProtocolId.OSPF, "ietf-ospf:ospf",
                    ProtocolId.IS_IS, "ietf-isis:isis");

    private final JsonGenerator json;
    private String module;
    private int viewId;

    public Rfc8349(JsonForm form) {
        this.json = form.generator();
    }

    public void start() throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("ietf-routing:routing");
        json.writeObjectFieldStart("ribs");
        json.writeArrayFieldStart("rib");
    }

    public void startRib(int instance, AddressFamily family, View view) throws IOException {
        String name = family.toString().toLowerCase(Locale.ROOT);
        module = "ietf-%s-unicast-routing:".formatted(name);
        viewId = view.id();
        boolean unicast = view.equals(View.UNICAST);
        json.writeStartObject();
        json.writeStringField("name", "%d-%s-%s".formatted(instance, name, view.name()));
        json.writeStringField(
                "address-family", unicast ? module + name + "-unicast" : "ietf-routing:" + name);
        json.writeBooleanField("default-rib", unicast);
        json.writeObjectFieldStart("routes");
        json.writeFieldName("route");
        json.writeStartArray(Rfc8349.class);
    }

    public void route(RouteEntry route) throws IOException {
        json.writeStartObject();
        json.writeStringField(module + "destination-prefix", route.destination().toString());
        json.writeNumberField("route-preference", route.prefInfo().preference());
        json.writeObjectFieldStart("next-hop");
        nextHop(route);
        json.writeEndObject();
        ProtocolId protocol = route.owner().id().protocol();
        json.writeStringField(
                "source-protocol",
                PROTOCOLS.getOrDefault(
                        protocol, "rtm:" + protocol.toString().toLowerCase(Locale.ROOT)));
        if (route.bestIn().contains(viewId)) {
            json.writeArrayFieldStart("active"); // RFC 7951: the type "empty"
            json.writeNull();
            json.writeEndArray();
        }
        json.writeStringField("last-updated", route.updated().toString());
        json.writeEndObject();
    }

    private void nextHop(RouteEntry route) throws IOException {
        List<NextHopEntry> nextHops = route.nextHops();
        if (nextHops.isEmpty()) {
            special(route.flags());
        } else if (nextHops.size() == 1) {
            nextHop(nextHops.get(0), "next-hop-address");
        } else {
            json.writeObjectFieldStart("next-hop-list");
            json.writeArrayFieldStart("next-hop");
            for (NextHopEntry nextHop : nextHops) {
                json.writeStartObject();
                nextHop(nextHop, "address");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void special(RouteFlags flags) throws IOException {
        if (flags.contains(RouteFlags.BLACKHOLE)) {
            json.writeStringField("special-next-hop", "blackhole");
        } else if (flags.contains(RouteFlags.DISCARD)) {
            json.writeStringField("special-next-hop", "unreachable");
        } else if (flags.contains(RouteFlags.MYSELF)) {
            json.writeStringField("special-next-hop", "receive");
        }
    }

    private void nextHop(NextHopEntry nextHop, String address) throws IOException {
        if (nextHop.interfaceIndex() != 0) {
            json.writeStringField(
                    "outgoing-interface", Integer.toUnsignedString(nextHop.interfaceIndex()));
        }
        if (!nextHop.isOnLink()) {
            json.writeStringField(module + address, nextHop.address().addressText());
        }
    }

    public void endRib() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    public void end() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }
}

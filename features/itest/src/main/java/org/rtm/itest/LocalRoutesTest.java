package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.NetworkInterface;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.rtm.api.AddressFamily;
import org.rtm.api.Batch;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.Route;
import org.rtm.api.RouteCriteria;
import org.rtm.api.RouteFlags;
import org.rtm.api.RouteSnapshot;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.ViewSet;

/** The bundle of local routes, which this test brings along: it would fill the others' tables. */
class LocalRoutesTest {
    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 5000)
    RoutingTableManager rtm;

    @InjectService(timeout = 5000)
    ConfigurationAdmin configurations;

    private Bundle protocol;

    @BeforeEach
    void install() throws Exception {
        try (InputStream jar = LocalRoutesTest.class.getResourceAsStream("/rtm-local.jar")) {
            protocol = context.installBundle("test:rtm-local", jar);
        }
    }

    @AfterEach
    void uninstall() throws Exception {
        protocol.uninstall();
        for (AddressFamily family : AddressFamily.values()) {
            rtm.register(EntityInfo.of(family, ProtocolId.LOCAL, 1)).withdraw();
        }
    }

    @Test
    void the_hosts_addresses_are_routes_and_stay_for_a_while_when_the_bundle_stops()
            throws Exception {
        List<NetAddress> own =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> !address.isLoopbackAddress())
                        .map(NetAddress::host)
                        .toList();

        protocol.start();

        assertThat(own).allSatisfy(address -> assertThat(flags(address)).contains("MYSELF"));
        protocol.stop();
        assertThat(own).allSatisfy(address -> assertThat(flags(address)).contains("MYSELF"));
    }

    @Test
    void a_wrong_interval_is_refused_and_the_routes_stay() throws Exception {
        Configuration configuration =
                configurations.getConfiguration("org.rtm.protocol.local", "?");
        protocol.start();
        Waiting.until("it is registered", this::isRegistered);

        configuration.update(new Hashtable<>(Map.of("interval", "never")));
        configuration.update(new Hashtable<>(Map.of("interval", "200")));
        configuration.delete();

        assertThat(protocol.getState()).isEqualTo(Bundle.ACTIVE);
        Waiting.until("it is registered", this::isRegistered);
    }

    private boolean isRegistered() {
        try (EntityRegistration reader = reader(AddressFamily.IPV4);
                Batch<Entity> entities = reader.entities()) {
            return entities.stream()
                    .anyMatch(it -> it.info().id().protocol().equals(ProtocolId.LOCAL));
        }
    }

    private Optional<String> flags(NetAddress address) {
        try (EntityRegistration reader = reader(address.family())) {
            Optional<Route> found =
                    reader.exactMatchRoute(address, RouteCriteria.NONE, ViewSet.UNICAST);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (Route route = found.get();
                    RouteSnapshot info = route.info()) {
                RouteFlags flags = info.flags();
                return Optional.of(flags.toString());
            }
        }
    }

    private EntityRegistration reader(AddressFamily family) {
        return rtm.register(EntityInfo.of(family, ProtocolId.OTHER, 77));
    }
}

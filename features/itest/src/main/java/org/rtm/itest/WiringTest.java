package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectBundleContext;

/** Who sees what of whom. */
class WiringTest {
    private static final List<String> OURS =
            List.of(
                    "rtm-api",
                    "rtm-impl",
                    "rtm-notify",
                    "rtm-shell",
                    "rtm-static",
                    "rtm-events",
                    "rtm-health",
                    "rtm-jmx");

    @InjectBundleContext BundleContext context;

    @Test
    void all_our_bundles_are_active() {
        assertThat(OURS)
                .allSatisfy(
                        name ->
                                assertThat(Bundles.named(context, name).getState())
                                        .as(name)
                                        .isEqualTo(Bundle.ACTIVE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtm-impl",
                "rtm-notify",
                "rtm-shell",
                "rtm-static",
                "rtm-events",
                "rtm-health",
                "rtm-jmx"
            })
    void providers_see_the_api_and_never_each_other(String name) {
        List<BundleWire> wires =
                Bundles.named(context, name)
                        .adapt(BundleWiring.class)
                        .getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE);

        assertThat(wires)
                .filteredOn(wire -> packageOf(wire).startsWith("org.rtm."))
                .isNotEmpty()
                .allSatisfy(
                        wire ->
                                assertThat(wire.getProvider().getSymbolicName())
                                        .as(packageOf(wire))
                                        .isEqualTo("rtm-api"));
    }

    @Test
    void only_the_api_exports_packages() {
        assertThat(Arrays.stream(context.getBundles()))
                .filteredOn(bundle -> OURS.contains(bundle.getSymbolicName()))
                .filteredOn(
                        bundle ->
                                !bundle.adapt(BundleWiring.class)
                                        .getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)
                                        .isEmpty())
                .extracting(Bundle::getSymbolicName)
                .containsExactly("rtm-api");
    }

    private static String packageOf(BundleWire wire) {
        return (String)
                wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
    }
}

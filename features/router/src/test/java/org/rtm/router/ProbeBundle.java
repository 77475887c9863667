package org.rtm.router;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.rtm.router.probe.Probe;

/** Packs {@link Probe} as a bundle. */
final class ProbeBundle {
    private static final String CLASS_FILE = Probe.class.getName().replace('.', '/') + ".class";

    private static final String COMPONENT =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="probe" init="1">
              <implementation class="%s"/>
              <property name="osgi.command.scope" value="probe"/>
              <property name="osgi.command.function">
            greet
            lookup
            watch
              </property>
              <service><provide interface="%s"/></service>
            </scr:component>
            """
                    .formatted(Probe.class.getName(), Probe.class.getName());

    private ProbeBundle() {}

    /** Appears in the folder at once and whole, as a careful operator's copy does. */
    static void deploy(Path folder) throws IOException {
        Path whole = folder.resolve("../probe.jar");
        try (OutputStream out = Files.newOutputStream(whole);
                JarOutputStream jar = new JarOutputStream(out, manifest())) {
            jar.putNextEntry(new JarEntry("OSGI-INF/probe.xml"));
            jar.write(COMPONENT.getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry(CLASS_FILE));
            try (InputStream code = Probe.class.getClassLoader().getResourceAsStream(CLASS_FILE)) {
                code.transferTo(jar);
            }
        }
        Files.move(whole, folder.resolve("probe.jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "probe");
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Service-Component", "OSGI-INF/probe.xml");
        return manifest;
    }
}

package org.rtm.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Takes back the configurations whose files were removed from the deploy folder while no router
 * ran.
 *
 * <p>File Install does so only for those that go while it runs, and Config Admin remembers them
 * all.
 */
@Component(service = {})
public final class DeployedConfigurations {
    private static final String FILE = "felix.fileinstall.filename";

    @Activate
    public DeployedConfigurations(@Reference ConfigurationAdmin configurations)
            throws IOException, InvalidSyntaxException {
        Configuration[] deployed = configurations.listConfigurations("(%s=*)".formatted(FILE));
        if (deployed == null) {
            return;
        }
        for (Configuration configuration : deployed) {
            String file = (String) configuration.getProperties().get(FILE);
            if (Files.notExists(Path.of(URI.create(file)))) {
                configuration.delete();
            }
        }
    }
}

package org.jackdaw.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs the jars in {@code plugins/} before anything of ours runs, so that their options are known when the
 * configuration is looked through. The {@link Deployer} starts them, and says what is wrong with those that are missing.
 */
@Component(immediate = true, service = Arrivals.class)
public final class Arrivals {

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private final Path path;
    private final PluginFolder folder;
    private final JarStore store;

    @Activate
    public Arrivals(BundleContext context) throws IOException {
        path = Path.of(context.getProperty("jackdaw.plugins"));
        folder = new PluginFolder(path);
        store = new JarStore(Path.of(context.getProperty("jackdaw.data"), "plugins"));
        for (Path file : folder.all()) {
            try {
                PluginJar jar = store.take(file);
                if (!Plugin.isInstalled(context, jar)) {
                    install(context, jar);
                }
            } catch (Refusal | BundleException | IOException e) {
                LOG.debug("{} is not installed", file, e);
            }
        }
    }

    private static void install(BundleContext context, PluginJar jar) throws IOException, BundleException {
        try (InputStream in = Files.newInputStream(jar.copy())) {
            context.installBundle(Plugin.location(jar, System.nanoTime()), in)
                    .adapt(BundleStartLevel.class)
                    .setStartLevel(Deployment.START_LEVEL);
        }
    }

    Path path() {
        return path;
    }

    PluginFolder folder() {
        return folder;
    }

    JarStore store() {
        return store;
    }
}

package org.jackdaw.plugin;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says whether a plugin can do its work: a service of the plugin, asked once it has started and before anything is handed
 * to it. While it has a problem, an older version of the plugin goes on serving.
 */
@ConsumerType
@FunctionalInterface
public interface HealthCheck {

    /**
     * Returns in one sentence why the plugin must not serve; empty if it may. May block, five seconds at most; what it
     * throws is a problem too.
     */
    Optional<String> problem();
}

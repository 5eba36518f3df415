package org.jackdaw.router;

import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what a plugin uses of something against two limits: past the soft one the operator is warned, past the hard one the
 * plugin is shut. Used by one thread.
 */
final class Quota {

    private static final Logger LOG = LoggerFactory.getLogger(Quota.class);

    /** Two limits in the same unit; 0 for none. */
    record Bounds(long soft, long hard) {
        static final Bounds NONE = new Bounds(0, 0);

        boolean isSet() {
            return soft > 0 || hard > 0;
        }
    }

    private final String plugin;
    private final String what;
    private Optional<String> warning = Optional.empty();

    /** @param what continues a sentence such as "it uses 80", {@code % of a processor} say */
    Quota(String plugin, String what) {
        this.plugin = plugin;
        this.what = what;
    }

    /** @param shut gets the reason when the hard limit is passed */
    void check(long used, Bounds bounds, Consumer<String> shut) {
        if (bounds.hard() > 0 && used > bounds.hard()) {
            shut.accept("it uses " + used + " " + what + ", and may use " + bounds.hard());
        }
        boolean tooMuch = bounds.soft() > 0 && used > bounds.soft();
        if (tooMuch && warning.isEmpty()) {
            LOG.warn("{} uses {} {}, more than {}", plugin, used, what, bounds.soft());
        }
        warning = tooMuch ? Optional.of("it uses " + used + " " + what) : Optional.empty();
    }

    /** Returns what is too much at the moment; empty for nothing. */
    Optional<String> warning() {
        return warning;
    }
}

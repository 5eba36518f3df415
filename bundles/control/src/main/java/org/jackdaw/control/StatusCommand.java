package org.jackdaw.control;

import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.jackdaw.plugin.Domains;
import org.jackdaw.session.Sessions;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says whether the server serves: exit code 0 if so, 3 if it is starting or something in it does not run. */
@Component
@CommandName(
        name = "status",
        usage = {
            "status              say whether the server serves: exit code 0 yes, 1 not running, 3 not yet or in part"
        })
public final class StatusCommand implements Command {

    private static final int NOT_READY = 3;
    private static final int LAST_START_LEVEL = 9;

    private final FrameworkStartLevel level;
    private final ComponentCheck check;
    private final BundleCheck bundles;
    private final Optional<Domains> domains;
    private final Optional<Sessions> sessions;

    @Activate
    public StatusCommand(
            BundleContext context,
            @Reference ComponentCheck check,
            @Reference BundleCheck bundles,
            @Reference(policyOption = GREEDY) Optional<Domains> domains,
            @Reference(policyOption = GREEDY) Optional<Sessions> sessions) {
        level = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
        this.check = check;
        this.bundles = bundles;
        this.domains = domains;
        this.sessions = sessions;
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        if (level.getStartLevel() < LAST_START_LEVEL) {
            out.println("starting");
            return NOT_READY;
        }
        List<String> problems = new ArrayList<>(bundles.problems());
        problems.addAll(check.problems());
        if (domains.isEmpty() || sessions.isEmpty()) {
            problems.add("The bundle org.jackdaw.router does not run.");
        }
        problems.forEach(out::println);
        out.printf(
                "%s %s: %d sessions, up %s%n",
                problems.isEmpty() ? "serving" : "serving in part",
                domains.map(Domains::served)
                        .map(names -> String.join(", ", names))
                        .orElse("no domain"),
                sessions.map(Sessions::count).orElse(0),
                inWords(Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime())));
        return problems.isEmpty() ? 0 : NOT_READY;
    }

    /** Returns the largest unit alone: who asks wants to know hours from days. */
    static String inWords(Duration time) {
        if (time.toDays() > 1) {
            return time.toDays() + " days";
        }
        if (time.toHours() > 1) {
            return time.toHours() + " h";
        }
        return time.toMinutes() > 1 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}

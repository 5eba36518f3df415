package org.jackdaw.deployer;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jackdaw.core.PluginAdmin;
import org.jackdaw.core.PluginCosts;
import org.jackdaw.core.PluginRefusal;
import org.jackdaw.plugin.Permission;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The plugins, for whoever administers them otherwise than by {@code bin/jackdaw}. */
@Component
public final class AdministeredPlugins implements PluginAdmin {

    private final BundleContext context;
    private final Deployer deployer;
    private final Granting granting;
    private final Optional<PluginCosts> costs;

    /** What was read from the jars that serve, by their bundles: another version is another bundle. */
    private final Map<Long, Known> known = new ConcurrentHashMap<>();

    private record Known(SortedSet<String> features, Optional<String> previous) {}

    @Activate
    public AdministeredPlugins(
            BundleContext context,
            @Reference Deployer deployer,
            @Reference Granting granting,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<PluginCosts> costs) {
        this.context = context;
        this.deployer = deployer;
        this.granting = granting;
        this.costs = costs;
    }

    @Override
    public List<PluginAdmin.Plugin> plugins() {
        Optional<Plugins> plugins = deployer.plugins();
        if (plugins.isEmpty()) {
            return List.of();
        }
        List<org.jackdaw.deployer.Plugin> serving = plugins.get().all();
        known.keySet()
                .retainAll(serving.stream()
                        .map(plugin -> plugin.bundle().getBundleId())
                        .toList());
        return serving.stream().map(plugin -> describe(plugin, plugins.get())).toList();
    }

    private PluginAdmin.Plugin describe(org.jackdaw.deployer.Plugin plugin, Plugins plugins) {
        PluginJar jar = plugin.jar();
        Known read = known.computeIfAbsent(plugin.bundle().getBundleId(), id -> read(jar, plugins));
        return new PluginAdmin.Plugin(
                jar.name(),
                jar.version().toString(),
                jar.file(),
                read.previous(),
                read.features(),
                needs(jar, plugins),
                costs.flatMap(all -> all.of(plugin.bundle().getBundleId())));
    }

    private static List<Need> needs(PluginJar jar, Plugins plugins) {
        Set<Permission> missing = plugins.missing(jar);
        return jar.needs().stream()
                .sorted()
                .map(permission -> new Need(permission, permission.sentence(), !missing.contains(permission)))
                .toList();
    }

    private static Known read(PluginJar jar, Plugins plugins) {
        return new Known(
                features(jar),
                plugins.previous(jar.name()).map(before -> before.version().toString()));
    }

    /** What cannot be read is not announced either. */
    private static SortedSet<String> features(PluginJar jar) {
        try {
            return new DryRun().read(jar).features();
        } catch (Refusal e) {
            return Collections.emptySortedSet();
        }
    }

    @Override
    public List<Refused> refused() {
        return deployer.plugins().map(AdministeredPlugins::refused).orElse(List.of());
    }

    private static List<Refused> refused(Plugins plugins) {
        Map<String, PluginJar> ungranted = plugins.refused().ungranted();
        return plugins.refused().reasons().entrySet().stream()
                .map(entry -> {
                    Optional<PluginJar> jar = Optional.ofNullable(ungranted.get(entry.getKey()));
                    return new Refused(
                            entry.getKey(),
                            entry.getValue(),
                            jar.map(PluginJar::name),
                            jar.map(asking -> needs(asking, plugins)).orElse(List.of()));
                })
                .toList();
    }

    @Override
    public Check check(Path jar) throws PluginRefusal {
        return told(plugins -> {
            Preview preview = plugins.preview(jar, new Wiring(context));
            PluginJar looked = preview.jar();
            return new Check(looked.name(), preview.isGood(), preview.lines(), needs(looked, plugins));
        });
    }

    @Override
    public String install(Path jar) throws PluginRefusal {
        return told(plugins -> plugins.install(jar).jar().toString());
    }

    @Override
    public String rollBack(String name) throws PluginRefusal {
        return told(plugins -> plugins.rollBack(name).jar().toString());
    }

    @Override
    public void remove(String name) throws PluginRefusal {
        told(plugins -> {
            plugins.remove(name);
            return name;
        });
    }

    @Override
    public Set<Permission> grant(String who, String plugin, Set<Permission> permissions) throws PluginRefusal {
        return told(plugins -> granting.grant(who, plugin, permissions));
    }

    @Override
    public void takeBack(String who, String plugin, Set<Permission> permissions) throws PluginRefusal {
        told(plugins -> {
            granting.revoke(who, plugin, permissions);
            return plugin;
        });
    }

    /** What the deployer is asked. */
    @FunctionalInterface
    private interface Question<A> {
        A ask(Plugins plugins) throws Refusal;
    }

    private <A> A told(Question<A> question) throws PluginRefusal {
        try {
            return question.ask(
                    deployer.plugins().orElseThrow(() -> new Refusal("the server is starting, or has no router")));
        } catch (Refusal e) {
            throw new PluginRefusal(e.getMessage());
        }
    }
}

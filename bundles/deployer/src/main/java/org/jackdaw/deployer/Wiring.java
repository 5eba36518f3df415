package org.jackdaw.deployer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** What a jar needs and nobody here offers, and who needs a bundle that is here. It only looks. */
final class Wiring {

    private static final String SERVICE = "osgi.service";

    private final BundleContext context;

    Wiring(BundleContext context) {
        this.context = context;
    }

    /** Returns a clause for each package and capability that nothing installed offers; empty if the jar will resolve. */
    List<String> missing(PluginJar plugin) throws Refusal {
        List<String> missing = new ArrayList<>();
        try (JarFile jar = new JarFile(plugin.copy().toFile())) {
            Attributes headers = jar.getManifest().getMainAttributes();
            List<String> own = Header.parse(headers.getValue(Constants.EXPORT_PACKAGE)).stream()
                    .flatMap(clause -> clause.names().stream())
                    .toList();
            for (Header.Clause clause : Header.parse(headers.getValue(Constants.IMPORT_PACKAGE))) {
                for (String name : clause.names()) {
                    boolean needed = !clause.isOptional() && !name.startsWith("java.") && !own.contains(name);
                    if (needed) {
                        missingPackage(name, clause.parameters().get("version")).ifPresent(missing::add);
                    }
                }
            }
            for (Header.Clause clause : Header.parse(headers.getValue(Constants.REQUIRE_CAPABILITY))) {
                if (!"active".equals(clause.parameters().get("effective:"))) {
                    missingCapability(clause).ifPresent(missing::add);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal("its manifest cannot be read: " + e.getMessage());
        }
        return missing;
    }

    /** Returns a clause for each service that a jar declares to need and nobody offers at the moment. */
    List<String> missingServices(PluginJar plugin) throws Refusal {
        try (JarFile jar = new JarFile(plugin.copy().toFile())) {
            return Header.parse(jar.getManifest().getMainAttributes().getValue(Constants.REQUIRE_CAPABILITY)).stream()
                    .filter(clause -> clause.names().getFirst().equals(SERVICE) && !clause.isOptional())
                    .map(clause -> clause.parameters().get("filter:"))
                    .filter(filter -> !isService(filter))
                    .map(filter -> "waits for a service " + filter + ", which nobody offers")
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal("its manifest cannot be read: " + e.getMessage());
        }
    }

    private Optional<String> missingPackage(String name, String range) {
        List<BundleCapability> exports = offers(PackageNamespace.PACKAGE_NAMESPACE)
                .filter(offer -> name.equals(offer.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .toList();
        if (exports.isEmpty()) {
            return Optional.of("needs the package " + name + ", which no bundle exports");
        }
        VersionRange wanted = new VersionRange(range == null ? "0" : range);
        if (exports.stream().anyMatch(export -> wanted.includes(version(export)))) {
            return Optional.empty();
        }
        return Optional.of("needs the package " + name + " in a version of " + range + ", and "
                + exports.stream()
                        .map(export -> export.getRevision().getSymbolicName() + " exports " + version(export))
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    private static Version version(BundleCapability export) {
        return (Version) export.getAttributes().getOrDefault(Constants.VERSION_ATTRIBUTE, Version.emptyVersion);
    }

    private Optional<String> missingCapability(Header.Clause clause) {
        String namespace = clause.names().getFirst();
        String filter = clause.parameters().get("filter:");
        boolean met =
                clause.isOptional() || offers(namespace).anyMatch(offer -> matches(filter, offer.getAttributes()));
        return met
                ? Optional.empty()
                : Optional.of("needs " + namespace + " " + filter + ", which nothing here offers");
    }

    private boolean isService(String filter) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, filter);
            return found != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean matches(String filter, Map<String, Object> attributes) {
        try {
            return filter == null || FrameworkUtil.createFilter(filter).matches(new HashMap<>(attributes));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Stream<BundleCapability> offers(String namespace) {
        return Stream.of(context.getBundles())
                .map(bundle -> bundle.adapt(BundleRevision.class))
                .filter(revision -> revision != null)
                .flatMap(revision -> revision.getDeclaredCapabilities(namespace).stream());
    }

    /** Returns the other bundles that import packages of a bundle: they are restarted when it goes. */
    static SortedSet<String> dependents(Bundle bundle) {
        SortedSet<String> names = new TreeSet<>();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        for (BundleWire wire : wiring == null ? List.<BundleWire>of() : wiring.getProvidedWires(null)) {
            names.add(wire.getRequirer().getSymbolicName());
        }
        names.remove(bundle.getSymbolicName());
        return names;
    }
}

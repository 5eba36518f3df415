package org.jackdaw.deployer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Namespace;

/** Says what an installed bundle needs and nobody offers, without resolving it. */
final class Wiring {

    private final BundleContext context;

    Wiring(BundleContext context) {
        this.context = context;
    }

    /** Returns a clause for each requirement that nothing installed meets; empty if the bundle will resolve. */
    List<String> missing(Bundle bundle) {
        List<BundleCapability> offers = offers(null);
        List<String> missing = new ArrayList<>();
        for (BundleRequirement need : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            Map<String, String> directives = need.getDirectives();
            boolean optional =
                    Namespace.RESOLUTION_OPTIONAL.equals(directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
            boolean forResolving = Namespace.EFFECTIVE_RESOLVE.equals(
                    directives.getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE));
            if (!optional && forResolving && offers.stream().noneMatch(need::matches)) {
                missing.add(clause(need, offers));
            }
        }
        return missing;
    }

    private List<BundleCapability> offers(String namespace) {
        return Stream.of(context.getBundles())
                .map(bundle -> bundle.adapt(BundleRevision.class))
                .filter(revision -> revision != null)
                .flatMap(revision -> revision.getDeclaredCapabilities(namespace).stream())
                .toList();
    }

    private static String clause(BundleRequirement need, List<BundleCapability> offers) {
        String filter = need.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        Optional<String> name = value(filter, need.getNamespace());
        if (!PackageNamespace.PACKAGE_NAMESPACE.equals(need.getNamespace()) || name.isEmpty()) {
            return "needs " + need.getNamespace() + " " + (filter == null ? "" : filter)
                    + ", which nothing here offers";
        }
        String there = offers.stream()
                .filter(offer -> name.get().equals(offer.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(offer -> offer.getRevision().getSymbolicName() + " exports it in version "
                        + offer.getAttributes().getOrDefault(Constants.VERSION_ATTRIBUTE, Version.emptyVersion))
                .distinct()
                .collect(Collectors.joining(", "));
        return there.isEmpty()
                ? "needs the package " + name.get() + ", which no bundle exports"
                : "needs the package " + name.get() + " in another version (" + versions(filter) + "): " + there;
    }

    /** Returns what a filter wants an attribute to equal. */
    private static Optional<String> value(String filter, String attribute) {
        String mark = "(" + attribute + "=";
        int start = filter == null ? -1 : filter.indexOf(mark);
        return start < 0
                ? Optional.empty()
                : Optional.of(filter.substring(start + mark.length(), filter.indexOf(')', start)));
    }

    /** Returns the bounds of a filter as an operator reads them: {@code at least 2.0.0, below 3.0.0}. */
    private static String versions(String filter) {
        List<String> bounds = new ArrayList<>();
        String rest = filter.replaceAll("\\(!\\(version>=[^)]*\\)\\)", "");
        value(rest, "version>").ifPresent(from -> bounds.add("at least " + from));
        int until = filter.indexOf("(!(version>=");
        if (until >= 0) {
            bounds.add("below " + filter.substring(until + "(!(version>=".length(), filter.indexOf(')', until)));
        }
        return bounds.isEmpty() ? filter : String.join(", ", bounds);
    }
}

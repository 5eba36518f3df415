package org.jackdaw.api;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiCompatibilityChangeType;
import japicmp.model.JApiMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javassist.CtMethod;
import javassist.bytecode.AnnotationDefaultAttribute;

/**
 * How far the version of a package has to step for a change of it, by OSGi's semantic versions: the first number if somebody
 * who calls or implements the package has to change, the second if there is something more.
 *
 * @param part 0 for the first number, 1 for the second, 2 if nothing has changed
 * @param reasons what changed, for people
 */
record ApiStep(int part, List<String> reasons) {

    private static final int MAJOR = 0;
    private static final int MINOR = 1;
    private static final int NONE = 2;

    /** Plugins do not implement what the server offers them, so there is nothing to implement anew. */
    private static final Set<JApiCompatibilityChangeType> BURDENS_IMPLEMENTERS = Set.of(
            JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE,
            JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_TO_CLASS,
            JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_IN_SUPERCLASS,
            JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_IN_IMPLEMENTED_INTERFACE);

    /** @param baseline the package's signature as it was released; {@code now} as it is */
    static ApiStep between(List<String> baseline, List<String> now) throws IOException {
        JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
        options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
        List<JApiClass> classes = new JarArchiveComparator(options)
                .compare(
                        new JApiCmpArchive(ApiStubs.jar(baseline), "baseline", "1"),
                        new JApiCmpArchive(ApiStubs.jar(now), "now", "2"));
        List<String> reasons = new ArrayList<>();
        for (JApiClass type : classes) {
            List<String> breaks = breaks(type);
            if (!breaks.isEmpty()) {
                reasons.add(type.getFullyQualifiedName() + ": " + String.join(", ", breaks));
            }
        }
        if (!permitted(now).containsAll(permitted(baseline))) {
            reasons.add("other classes are permitted by a sealed one");
        }
        if (!reasons.isEmpty()) {
            return new ApiStep(MAJOR, reasons);
        }
        List<String> more = new ArrayList<>(now.subList(1, now.size()));
        more.removeAll(baseline);
        boolean same = now.subList(1, now.size()).equals(baseline.subList(1, baseline.size()));
        return new ApiStep(same ? NONE : MINOR, more);
    }

    /** japicmp does not look at these: who switches over them has to have all of them. */
    private static List<String> permitted(List<String> signature) {
        return signature.stream()
                .filter(line -> line.contains(" permits="))
                .map(line -> line.replaceFirst(" .* permits=(\\S+).*", " $1"))
                .toList();
    }

    private static List<String> breaks(JApiClass type) {
        List<String> breaks = new ArrayList<>();
        List<JApiCompatibility> parts = new ArrayList<>(List.of(type, type.getSuperclass()));
        parts.addAll(type.getInterfaces());
        parts.addAll(type.getGenericTemplates());
        parts.addAll(type.getConstructors());
        type.getConstructors().forEach(constructor -> parts.addAll(constructor.getParameters()));
        parts.addAll(type.getFields());
        for (JApiCompatibility part : parts) {
            add(type, part, "", breaks);
        }
        for (JApiMethod method : type.getMethods()) {
            List<JApiCompatibility> signature = new ArrayList<>(List.of(method, method.getReturnType()));
            signature.addAll(method.getParameters());
            signature.addAll(method.getGenericTemplates());
            signature.forEach(part -> add(type, part, " " + method.getName(), breaks));
            if (hasDefault(method.getOldMethod())
                    && method.getNewMethod().isPresent()
                    && !hasDefault(method.getNewMethod())) {
                breaks.add("DEFAULT_REMOVED " + method.getName());
            }
        }
        return breaks;
    }

    private static void add(JApiClass type, JApiCompatibility part, String name, List<String> breaks) {
        for (JApiCompatibilityChange change : part.getCompatibilityChanges()) {
            boolean breaking = !change.isBinaryCompatible() || !change.isSourceCompatible();
            if (breaking && !isHarmless(type, part, change.getType())) {
                breaks.add(change.getType() + name);
            }
        }
    }

    private static boolean isHarmless(JApiClass type, JApiCompatibility part, JApiCompatibilityChangeType change) {
        boolean forProviders = type.getOldClass()
                .map(old -> old.hasAnnotation("org.osgi.annotation.versioning.ProviderType"))
                .orElse(true);
        boolean optional = part instanceof JApiMethod method && hasDefault(method.getNewMethod());
        return BURDENS_IMPLEMENTERS.contains(change) && (forProviders || optional);
    }

    /** Whether that is an element of an annotation which may be left out. */
    private static boolean hasDefault(Optional<CtMethod> method) {
        return method.map(found -> found.getMethodInfo().getAttribute(AnnotationDefaultAttribute.tag) != null)
                .orElse(false);
    }

    /** Whether a version is far enough from that of the baseline. */
    boolean isMadeBy(String baseline, String now) {
        String[] old = baseline.split("\\.");
        String[] next = now.split("\\.");
        for (int i = 0; i <= Math.min(part, MINOR); i++) {
            int ahead = Integer.compare(Integer.parseInt(next[i]), Integer.parseInt(old[i]));
            if (ahead != 0) {
                return ahead > 0;
            }
        }
        return part == NONE;
    }
}

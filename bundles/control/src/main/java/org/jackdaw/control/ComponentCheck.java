package org.jackdaw.control;

import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.FAILED_ACTIVATION;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.UNSATISFIED_REFERENCE;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackdaw.core.ComponentState;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Finds the components that do not run, and of those the ones that others wait for. */
@Component(service = {ComponentCheck.class, ComponentState.class})
public final class ComponentCheck implements ComponentState {

    /** What Declarative Services says of a component whose reference failed itself. */
    private static final String NO_SERVICE = "Unable to get service for reference";

    private static final String START_PROBLEM = "org.jackdaw.core.StartProblem: ";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    @Activate
    public ComponentCheck(BundleContext context, @Reference ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    @Override
    public List<Problem> make(Set<Long> bundles) {
        make(bundle -> bundles.contains(bundle.getBundleId()));
        return roots().stream()
                .filter(component -> bundles.contains(component.description.bundle.id))
                .map(component -> new Problem(
                        component.description.bundle.id, component.state == FAILED_ACTIVATION, sentence(component)))
                .toList();
    }

    /** A wrong configuration of a component shows in its constructor, so that has to be called now. */
    void make(Predicate<Bundle> bundles) {
        try {
            ServiceReference<?>[] services =
                    context.getAllServiceReferences(null, "(&(component.name=*)(component.id=*))");
            for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
                if (service.getBundle() != null && bundles.test(service.getBundle())) {
                    context.getService(service);
                    context.ungetService(service);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean anyFailed() {
        return stuck().stream().anyMatch(component -> component.state == FAILED_ACTIVATION);
    }

    /** Returns a sentence for each component that keeps itself and others from running; empty if all run. */
    List<String> problems() {
        return roots().stream().map(ComponentCheck::sentence).toList();
    }

    private List<ComponentConfigurationDTO> roots() {
        List<ComponentConfigurationDTO> stuck = stuck();
        Set<String> withheld = stuck.stream()
                .flatMap(component -> Stream.of(component.description.serviceInterfaces))
                .collect(Collectors.toSet());
        List<ComponentConfigurationDTO> roots = stuck.stream()
                .filter(component -> component.state == FAILED_ACTIVATION
                        || missing(component).noneMatch(withheld::contains))
                .toList();
        // Components that wait for each other in a circle are all roots, or none.
        return withoutConsequences(roots.isEmpty() ? stuck : roots);
    }

    /** One component that fails makes those fail that were being made with it. */
    private static List<ComponentConfigurationDTO> withoutConsequences(List<ComponentConfigurationDTO> components) {
        List<ComponentConfigurationDTO> causes = components.stream()
                .filter(component -> component.state != FAILED_ACTIVATION || !component.failure.contains(NO_SERVICE))
                .toList();
        return causes.isEmpty() ? components : causes;
    }

    /** Those that wait for a configuration of their own (policy REQUIRE) are off, not stuck. */
    private List<ComponentConfigurationDTO> stuck() {
        return runtime.getComponentDescriptionDTOs().stream()
                .flatMap(description -> runtime.getComponentConfigurationDTOs(description).stream())
                .filter(component -> component.state == FAILED_ACTIVATION || component.state == UNSATISFIED_REFERENCE)
                .toList();
    }

    private static Stream<String> missing(ComponentConfigurationDTO component) {
        return Stream.of(component.unsatisfiedReferences)
                .flatMap(unsatisfied -> Stream.of(component.description.references)
                        .filter(reference -> reference.name.equals(unsatisfied.name))
                        .map(reference -> reference.interfaceName));
    }

    private static String sentence(ComponentConfigurationDTO component) {
        if (component.state == FAILED_ACTIVATION) {
            return failure(component.description, component.failure);
        }
        return name(component.description) + " waits for the service "
                + missing(component).distinct().collect(Collectors.joining(", ")) + ", which no bundle offers.";
    }

    private static String failure(ComponentDescriptionDTO component, String trace) {
        int start = trace.lastIndexOf(START_PROBLEM);
        return start >= 0
                ? firstLine(trace.substring(start + START_PROBLEM.length()))
                : name(component) + " failed: " + rootCause(trace);
    }

    /** The last cause of a printed stack trace and who threw it, as {@code java.lang.IllegalStateException: why in a.B.c(B.java:1)}. */
    private static String rootCause(String trace) {
        String mark = "Caused by: ";
        int start = trace.lastIndexOf(mark);
        String cause = start >= 0 ? trace.substring(start + mark.length()) : trace;
        return firstLine(cause)
                + cause.lines()
                        .map(String::strip)
                        .filter(line ->
                                line.startsWith("at ") && !line.startsWith("at java.") && !line.startsWith("at jdk."))
                        .findFirst()
                        .map(line -> " in " + line.substring("at ".length()))
                        .orElse("");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }

    private static String name(ComponentDescriptionDTO component) {
        return "The component " + component.name + " of the bundle " + component.bundle.symbolicName;
    }
}

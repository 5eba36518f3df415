package org.jackdaw.control;

import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.FAILED_ACTIVATION;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.UNSATISFIED_REFERENCE;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Finds the components that do not run, and of those the ones that others wait for. */
@Component(service = ComponentCheck.class)
public final class ComponentCheck {

    private static final String START_PROBLEM = "org.jackdaw.core.StartProblem: ";

    private final ServiceComponentRuntime runtime;

    @Activate
    public ComponentCheck(@Reference ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    boolean anyFailed() {
        return stuck().stream().anyMatch(component -> component.state == FAILED_ACTIVATION);
    }

    /** Returns a sentence for each component that keeps itself and others from running; empty if all run. */
    List<String> problems() {
        List<ComponentConfigurationDTO> stuck = stuck();
        Set<String> withheld = stuck.stream()
                .flatMap(component -> Stream.of(component.description.serviceInterfaces))
                .collect(Collectors.toSet());
        List<String> roots = stuck.stream()
                .filter(component -> component.state == FAILED_ACTIVATION
                        || missing(component).noneMatch(withheld::contains))
                .map(ComponentCheck::sentence)
                .toList();
        // Components that wait for each other in a circle are all roots, or none.
        return roots.isEmpty() ? stuck.stream().map(ComponentCheck::sentence).toList() : roots;
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

    /** The last cause of a printed stack trace, as {@code java.lang.IllegalStateException: what it said}. */
    private static String rootCause(String trace) {
        String mark = "Caused by: ";
        int start = trace.lastIndexOf(mark);
        return firstLine(start >= 0 ? trace.substring(start + mark.length()) : trace);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }

    private static String name(ComponentDescriptionDTO component) {
        return "The component " + component.name + " of the bundle " + component.bundle.symbolicName;
    }
}

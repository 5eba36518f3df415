package org.jackdaw.control;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What the launcher knows of the bundles that it has started; it alone was there when one of them failed. */
@Component(service = BundleCheck.class)
public final class BundleCheck {

    private final Optional<Supplier<List<String>>> launcher;

    @Activate
    public BundleCheck(
            @Reference(target = "(jackdaw.status.check=true)", policyOption = ReferencePolicyOption.GREEDY)
                    Optional<Supplier<List<String>>> launcher) {
        this.launcher = launcher;
    }

    /** Returns a sentence for each that does not run; empty if all run, or another launcher does not say so. */
    List<String> problems() {
        return launcher.map(Supplier::get).orElse(List.of());
    }
}

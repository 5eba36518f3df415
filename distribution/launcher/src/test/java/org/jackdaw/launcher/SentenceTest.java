package org.jackdaw.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

class SentenceTest {

    @Test
    void namesTheInnermostPackageThatIsMissing() {
        BundleException problem = new BundleException(
                "Unable to resolve a [9](R 9.0): missing requirement [a [9](R 9.0)] osgi.wiring.package;"
                        + " (&(osgi.wiring.package=b.api)(version>=1.0.0)) [caused by: Unable to resolve b [8](R 8.0):"
                        + " missing requirement [b [8](R 8.0)] osgi.wiring.package; (osgi.wiring.package=c.api)]",
                BundleException.RESOLVE_ERROR);

        assertThat(Sentence.of(problem)).isEqualTo("needs the package c.api, which no bundle exports");
    }

    @Test
    void keepsARequirementThatIsNoPackage() {
        BundleException problem = new BundleException(
                "Unable to resolve a [9](R 9.0): missing requirement [a [9](R 9.0)] osgi.ee; (version=99)"
                        + " Unresolved requirements: [[a [9](R 9.0)] osgi.ee; (version=99)]",
                BundleException.RESOLVE_ERROR);

        assertThat(Sentence.of(problem)).isEqualTo("needs osgi.ee; (version=99)");
    }

    @Test
    void saysWhatTheRootCauseSaysAndOnlyItsFirstLine() {
        assertThat(Sentence.of(new RuntimeException("outer", new IOException("disk full\nmore"))))
                .isEqualTo("disk full");
        assertThat(Sentence.of(new BundleException("Activator start error", new IllegalStateException("no"))))
                .isEqualTo("java.lang.IllegalStateException no");
    }

    @Test
    void saysWhatAFileProblemMeans() {
        assertThat(Sentence.of(new AccessDeniedException("/x"))).isEqualTo("permission denied: /x");
    }
}

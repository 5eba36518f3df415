package org.jackdaw.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Admission admission = new Admission();
    private final InetAddress here = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void limitsStrangersAndAllOfOneAddressApart() {
        assertThat(admission.enter(here, 3, 2)).isTrue();
        assertThat(admission.enter(here, 3, 2)).isTrue();
        assertThat(admission.enter(here, 3, 2)).as("third stranger").isFalse();
        admission.loggedIn(here);
        assertThat(admission.enter(here, 3, 2)).isTrue();
        admission.loggedIn(here);
        assertThat(admission.enter(here, 3, 2)).as("fourth of all").isFalse();
    }

    @Test
    void limitsNoOtherAddress() {
        admission.enter(here, 1, 1);

        assertThat(admission.enter(InetAddress.ofLiteral("127.0.0.2"), 1, 1)).isTrue();
    }

    @Test
    void countsDownWhenConnectionsEnd() {
        admission.enter(here, 1, 1);
        admission.leave(here, true);
        assertThat(admission.enter(here, 1, 1)).isTrue();
        admission.loggedIn(here);
        admission.leave(here, false);
        assertThat(admission.enter(here, 1, 1)).isTrue();
    }
}

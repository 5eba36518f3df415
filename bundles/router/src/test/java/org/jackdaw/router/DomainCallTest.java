package org.jackdaw.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class DomainCallTest {

    private static boolean isUnderWay(String asked, String outer, String inner) {
        return ScopedValue.where(DomainCall.CURRENT, DomainCall.within(outer))
                .call(() -> ScopedValue.where(DomainCall.CURRENT, DomainCall.within(inner))
                        .call(() -> DomainCall.isUnderWay(asked)));
    }

    @Test
    void everyHandlerThatThisComesOfIsAtWork() {
        assertThat(isUnderWay("rooms", "rooms", "pubsub")).isTrue();
        assertThat(isUnderWay("pubsub", "rooms", "pubsub")).isTrue();
    }

    @Test
    void noOtherIs() {
        assertThat(isUnderWay("rooms", "pubsub", "search")).isFalse();
        assertThat(DomainCall.isUnderWay("rooms")).isFalse();
    }

    @Test
    void itIsAtWorkOnTheThreadOfASampledCallToo() {
        try (Sampler sampler = new Sampler()) {
            boolean sampled = ScopedValue.where(DomainCall.CURRENT, DomainCall.within("rooms"))
                    .call(() -> sampler.run(ConcurrentHashMap.newKeySet(), () -> DomainCall.isUnderWay("rooms")));
            assertThat(sampled).isTrue();
        }
    }
}

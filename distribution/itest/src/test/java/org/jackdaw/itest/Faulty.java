package org.jackdaw.itest;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jackdaw.plugin.HealthCheck;

/** For plugins that do what their component's property {@code test.fault} says, when it is time for that fault. */
abstract class Faulty implements HealthCheck {

    private final String fault;

    /** Throws or hangs, if that is the fault. */
    Faulty(Map<String, Object> properties) {
        fault = (String) properties.get("test.fault");
        if (fault.equals("throws")) {
            throw new IllegalStateException("no such table");
        }
        if (fault.equals("hangs")) {
            hang();
        }
    }

    /** To be said in each call: hangs or fails, if that is the fault. */
    final void call() {
        if (fault.equals("hangs when called")) {
            hang();
        }
        if (fault.equals("fails when called")) {
            throw new IllegalStateException("no such column");
        }
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<String> problem() {
        return fault.equals("ill") ? Optional.of("the disk is full") : Optional.empty();
    }
}

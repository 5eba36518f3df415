package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BooleanSupplier;

/** Waits for what is to happen in a while. */
final class Waiting {

    private static final long PATIENCE_MILLIS = 10_000;
    private static final long STEP_MILLIS = 50;

    private Waiting() {}

    static void within(BooleanSupplier claim) throws InterruptedException {
        within(PATIENCE_MILLIS, claim);
    }

    static void within(long millis, BooleanSupplier claim) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!claim.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("time in which it should have happened")
                    .isLessThan(end);
            Thread.sleep(STEP_MILLIS);
        }
    }
}

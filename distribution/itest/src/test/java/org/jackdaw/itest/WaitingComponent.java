package org.jackdaw.itest;

/** For a component that needs a {@link Runnable}. */
public final class WaitingComponent {

    public WaitingComponent(Runnable needed) {
        needed.run();
    }
}

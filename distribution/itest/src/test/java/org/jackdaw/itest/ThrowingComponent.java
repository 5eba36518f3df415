package org.jackdaw.itest;

import org.jackdaw.core.StartProblem;

/** For a component that wants something from the operator. */
public final class ThrowingComponent implements Runnable {

    public ThrowingComponent() {
        throw new StartProblem("port 1 is taken: set another in the test's configuration.");
    }

    @Override
    public void run() {
        throw new IllegalStateException("this component cannot be");
    }
}

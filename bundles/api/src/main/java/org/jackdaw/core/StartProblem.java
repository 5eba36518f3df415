package org.jackdaw.core;

/** Why the server cannot start, in one sentence for the operator: thrown from a component's constructor. */
public class StartProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartProblem(String sentence) {
        super(sentence);
    }
}

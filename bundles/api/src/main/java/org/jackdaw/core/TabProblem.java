package org.jackdaw.core;

/** Why a tab that a plugin brings does not answer: a sentence for the administrator. */
public final class TabProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TabProblem(String sentence) {
        super(sentence, null, false, false);
    }
}

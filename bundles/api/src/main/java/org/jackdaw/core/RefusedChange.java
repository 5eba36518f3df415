package org.jackdaw.core;

/** Why a change of the configuration was not made, in one sentence for the operator; nothing has changed. */
public class RefusedChange extends Exception {

    private static final long serialVersionUID = 1L;

    public RefusedChange(String sentence) {
        super(sentence);
    }
}

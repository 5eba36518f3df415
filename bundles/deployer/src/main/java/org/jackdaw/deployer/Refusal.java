package org.jackdaw.deployer;

/** Why a jar does not become a running plugin: one sentence for the operator. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    Refusal(String sentence) {
        super(sentence, null, false, false);
    }
}

package org.jackdaw.core;

/** Why what was asked of the plugins is not done: one sentence for the operator. Nothing has changed. */
public final class PluginRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    public PluginRefusal(String sentence) {
        super(sentence, null, false, false);
    }
}

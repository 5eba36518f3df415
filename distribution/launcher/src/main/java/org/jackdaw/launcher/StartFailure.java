package org.jackdaw.launcher;

import java.util.List;

/** Why the server did not start: sentences for the operator, one a problem. */
final class StartFailure extends Exception {

    private static final long serialVersionUID = 1L;

    StartFailure(List<String> sentences) {
        super(String.join("\n", sentences));
    }

    StartFailure(String sentence) {
        super(sentence);
    }
}

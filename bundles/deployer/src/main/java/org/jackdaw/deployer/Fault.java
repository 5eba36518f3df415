package org.jackdaw.deployer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says of an exception what a plugin's author needs: what was thrown, and by which method of theirs. */
final class Fault {

    /** Whose frames tell an author nothing. */
    private static final List<String> OTHERS =
            List.of("java.", "javax.", "jdk.", "sun.", "org.apache.felix.", "org.osgi.", "org.jackdaw.deployer.");

    private Fault() {}

    static String sentence(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = root.getMessage() == null
                ? ""
                : ": " + root.getMessage().lines().findFirst().orElse("");
        return "threw " + root.getClass().getName() + said + place(Stream.of(root.getStackTrace()));
    }

    /** Returns the first method that is the plugin's; empty string if there is none. */
    static String place(Stream<StackTraceElement> trace) {
        Optional<StackTraceElement> own = trace.filter(
                        frame -> OTHERS.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst();
        return own.map(frame -> " in " + frame.getClassName() + "." + frame.getMethodName() + " (line "
                        + frame.getLineNumber() + ")")
                .orElse("");
    }
}

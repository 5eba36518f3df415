package org.jackdaw.launcher;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.BundleException;

/** Says in one line, for an operator, what an exception means. */
final class Sentence {

    private static final Pattern PACKAGE = Pattern.compile("\\(osgi\\.wiring\\.package=([^)]+)\\)");
    private static final Pattern REQUIREMENT =
            Pattern.compile("missing requirement \\[.*?\\)\\] (.*?)(?= Unresolved| \\[caused|$)");

    private Sentence() {}

    /** Returns the first line of what the innermost cause says. */
    static String of(Throwable problem) {
        if (problem instanceof BundleException e && e.getType() == BundleException.RESOLVE_ERROR) {
            return unresolved(e.getMessage());
        }
        if (problem instanceof FileSystemException e) {
            return fileProblem(e);
        }
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = Optional.ofNullable(root.getMessage())
                .flatMap(text -> text.lines().findFirst())
                .orElse("");
        return root instanceof RuntimeException || root instanceof Error || message.isEmpty()
                ? (root.getClass().getName() + " " + message).strip()
                : message;
    }

    private static String fileProblem(FileSystemException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case FileAlreadyExistsException exists -> "not a directory: " + exists.getFile();
            default -> Optional.ofNullable(e.getReason()).orElse("no such file") + ": " + e.getFile();
        };
    }

    /** The framework nests requirements, the innermost last: that is the one to satisfy. */
    private static String unresolved(String message) {
        Optional<String> missing = last(PACKAGE.matcher(message));
        return missing.map(name -> "needs the package " + name + ", which no bundle exports")
                .or(() -> last(REQUIREMENT.matcher(message)).map(name -> "needs " + name.strip()))
                .orElse(message);
    }

    private static Optional<String> last(Matcher matcher) {
        return matcher.results().map((MatchResult result) -> result.group(1)).reduce((first, second) -> second);
    }
}

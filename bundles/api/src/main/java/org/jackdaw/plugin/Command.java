package org.jackdaw.plugin;

import java.io.PrintWriter;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A command of {@code bin/jackdaw}, run inside the server for its operator; {@link CommandName} names it. */
@ConsumerType
@FunctionalInterface
public interface Command {

    /**
     * Runs the command and returns the exit code: 0 if it was done, 1 if not, 2 if it was called wrongly.
     *
     * @param arguments without the command's own name
     * @param input what came on standard input; empty if nothing was asked for with an option ending in {@code -stdin}
     * @param out for answers and for the one sentence that says why not
     */
    int run(List<String> arguments, String input, PrintWriter out);
}

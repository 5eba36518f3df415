package org.jackdaw.itest;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jackdaw.plugin.Command;

/** For a plugin that prints its configuration. */
public final class ShowConfig implements Command {

    private final Object port;

    public ShowConfig(Map<String, Object> properties) {
        port = properties.get("port");
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        out.println(port.getClass().getSimpleName() + " " + port + input);
        return 0;
    }
}

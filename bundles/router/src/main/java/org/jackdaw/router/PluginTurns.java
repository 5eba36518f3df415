package org.jackdaw.router;

import org.jackdaw.plugin.Turns;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The turns as one bundle has them: with all versions of itself. */
@Component(scope = ServiceScope.BUNDLE)
public final class PluginTurns implements Turns {

    private final TurnTable table;
    private final String plugin;

    @Activate
    public PluginTurns(ComponentContext context, @Reference TurnTable table) {
        this.table = table;
        plugin = context.getUsingBundle().getSymbolicName();
    }

    @Override
    public Line open() {
        return table.open(plugin);
    }
}

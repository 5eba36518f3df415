package org.jackdaw.itest;

import java.util.List;
import java.util.Map;
import org.jackdaw.plugin.ConsoleTab;
import org.jackdaw.plugin.Screen;
import org.jackdaw.plugin.Screen.Action;

/** For a plugin whose tab does what it is asked to, among that what no tab should do. */
public final class TroubledTab implements ConsoleTab {

    private static final long HANGS_MILLIS = 20_000;

    @Override
    public Screen show(Query query) {
        act(query.text("do"));
        return new Screen("Fine", List.of(new Screen.Actions(List.of(button("throws"), button("nulls")))));
    }

    private static Action button(String name) {
        return new Action(name, name, Map.of(), "", List.of());
    }

    @Override
    public String act(String action, Query query) {
        act(action);
        return null;
    }

    private static void act(String what) {
        switch (what) {
            case "throws" -> throw new IllegalStateException("as it was asked to");
            case "hangs" -> hang();
            default -> {}
        }
    }

    private static void hang() {
        try {
            Thread.sleep(HANGS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

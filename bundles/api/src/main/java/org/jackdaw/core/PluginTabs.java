package org.jackdaw.core;

import java.util.List;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.plugin.Screen;

/** The tabs of the console that plugins bring. Thread-safe. */
public interface PluginTabs {

    /** Where a tab is, and what it is called. */
    record Place(String label, String title, int order) {}

    /** Returns the tabs that are there and would be called, in the order of the menu. */
    List<Place> places();

    /**
     * Returns what a tab shows. Blocks for ten seconds at most.
     *
     * @throws TabProblem if there is no such tab, it fails, or it takes too long
     * @throws org.jackdaw.xmpp.StanzaException if it refuses
     */
    Screen show(String label, Query query);

    /**
     * Has a tab do something; returns what there is to say about it. Blocks for ten seconds at most.
     *
     * @throws TabProblem if there is no such tab, it fails, or it takes too long: then it may be done all the same
     * @throws org.jackdaw.xmpp.StanzaException if it refuses
     */
    String act(String label, String action, Query query);
}

package org.jackdaw.plugin;

import java.util.Map;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A tab of the web console, for administrators alone; {@link TabName} names it. It says what there is to see, and the console
 * shows it. Called by many threads at once; it may block, but after ten seconds nobody waits for it any more.
 */
@ConsumerType
public interface ConsoleTab {

    /**
     * What an administrator asks for.
     *
     * @param administrator the bare address of whoever asks
     * @param parameters those of the link or the form that was followed; empty for the first screen. A browser may send others
     *     just as well
     */
    record Query(Jid administrator, Map<String, String> parameters) {

        public Query {
            parameters = Map.copyOf(parameters);
        }

        /** Returns a parameter; the empty text if there is none. */
        public String text(String name) {
            return parameters.getOrDefault(name, "");
        }
    }

    /**
     * Returns what there is to see. Nothing is to be changed by it.
     *
     * @throws StanzaException if there is nothing of that to be seen; its text is a sentence for the administrator. Any other
     *     exception is a failure of the plugin
     */
    Screen show(Query query);

    /**
     * Does what a {@link Screen.Action} stands for, and returns a sentence about what was done, which is shown, and logged with
     * the administrator's name. The screen that he looks at is asked for again.
     *
     * @param action the action's name, or what else a browser sends
     * @param query the parameters of the action, and what was typed into its fields
     * @throws StanzaException if it is not done; its text is a sentence for the administrator. Any other exception is a failure
     *     of the plugin
     */
    default String act(String action, Query query) {
        throw new StanzaException(Condition.ITEM_NOT_FOUND, "There is no action " + action + ".");
    }
}

package org.jackdaw.core;

import org.dom4j.Element;
import org.jackdaw.plugin.LiveStream;
import org.jackdaw.plugin.Pace;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Stanza;

/** What streams ask of the plugins that extend them. Thread-safe. */
public interface StreamExtensions {

    /**
     * Hands an element that is no stanza to its handler.
     *
     * @return false if there is none
     */
    boolean handle(Element nonza, LiveStream stream);

    /** Returns when a stanza is to leave for a session that is paced. */
    Pace pace(Stanza stanza, Session session);
}

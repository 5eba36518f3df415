package org.jackdaw.plugin;

import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Stanza;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says what can wait for a client that nobody looks at (XEP-0352): asked for each stanza to a session that is paced
 * ({@link Session#pace}), on its sender's thread; it must not block. It sees what people write, so the plugin needs
 * {@link Permission#SEE_BODIES}; without it nothing waits.
 */
@ConsumerType
@FunctionalInterface
public interface Pacing {

    Pace pace(Stanza stanza, Session session);
}

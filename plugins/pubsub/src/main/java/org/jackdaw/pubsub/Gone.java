package org.jackdaw.pubsub;

import org.jackdaw.xmpp.Jid;

/**
 * A node that has moved (XEP-0060 §8.4).
 *
 * @param accessModel what it was, for whom it was hidden may not learn now that it was there
 * @param uri where it is now
 */
record Gone(Jid creator, String accessModel, String uri) {}

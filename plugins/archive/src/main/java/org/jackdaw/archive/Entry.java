package org.jackdaw.archive;

import java.util.UUID;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/**
 * A message in an archive.
 *
 * @param content the message as {@link Stanza#bytes} gives it
 */
record Entry(UUID id, byte[] content) {

    Message message() {
        return (Message) Stanza.of(content);
    }
}

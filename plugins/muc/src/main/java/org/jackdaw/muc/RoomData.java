package org.jackdaw.muc;

import org.jackdaw.xmpp.Jid;

/**
 * What is stored of a room but for its members.
 *
 * @param isLocked nobody but its owner may enter until it is configured (XEP-0045 §10.1)
 * @param subject the message that set it, as bytes; empty if nobody has
 * @param secret nobody outside this server knows it, and no other room has it; it stays
 */
record RoomData(long id, Jid jid, Jid creator, boolean isLocked, RoomConfig config, byte[] subject, byte[] secret) {

    RoomData with(RoomConfig next) {
        return new RoomData(id, jid, creator, false, next, subject, secret);
    }

    RoomData with(byte[] next) {
        return new RoomData(id, jid, creator, isLocked, config, next, secret);
    }
}

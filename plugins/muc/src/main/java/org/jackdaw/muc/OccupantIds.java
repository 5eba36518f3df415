package org.jackdaw.muc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Jid;

/** Tells who says something in a room is the same as before, and not who it is (XEP-0421). */
@Implements("XEP-0421 1.0.1")
final class OccupantIds {

    static final String NS = "urn:xmpp:occupant-id:0";

    private static final QName NAME = QName.get("occupant-id", NS);
    private static final String HMAC = "HmacSHA256";
    private static final int SECRET_BYTES = 32;

    private OccupantIds() {}

    /** Returns what a new room makes its ids of (§5). */
    static byte[] secret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** Adds the id of an occupant's account to what it says; ids of others' making are {@link Muc#strip stripped} before (§4). */
    static void add(Element stanza, Room room, Occupant occupant) {
        stanza.addElement(NAME).addAttribute("id", occupant.id(() -> of(room, occupant.account())));
    }

    /** Returns the id, which is the account's in this room for ever (§5). */
    static String of(Room room, Jid account) {
        return code(room, account.bare().toString());
    }

    /** Returns what only this room makes of a text. */
    static String code(Room room, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(room.data().secret(), HMAC));
            byte[] code = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}

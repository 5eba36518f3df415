package org.jackdaw.auth;

import java.util.List;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.plugin.SaslFailure.Reason;

/**
 * A client's first message (RFC 5802 §7).
 *
 * @param flag {@code n}, {@code y}, or {@code p=} with the type of the channel binding
 * @param header the whole GS2 header, both commas with it
 * @param bare what follows the header
 */
record ClientFirst(String flag, String authzid, String header, String name, String nonce, String bare) {

    static ClientFirst parse(String message) throws SaslFailure {
        List<String> parts = attributes(message);
        if (parts.size() < 4) {
            throw malformed("attributes are missing");
        }
        String flag = parts.get(0);
        if (!flag.equals("n") && !flag.equals("y") && !flag.matches("p=[A-Za-z0-9.-]{1,50}")) {
            throw malformed("no channel binding flag");
        }
        String authzid = parts.get(1).isEmpty() ? "" : unescaped(value('a', parts.get(1)));
        if (parts.get(2).startsWith("m=")) {
            throw malformed("no extension is supported");
        }
        String name = unescaped(value('n', parts.get(2)));
        String nonce = value('r', parts.get(3));
        if (!nonce.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw malformed("a nonce is printable ASCII");
        }
        String header = flag + "," + parts.get(1) + ",";
        return new ClientFirst(flag, authzid, header, name, nonce, message.substring(header.length()));
    }

    boolean binds() {
        return flag.startsWith("p=");
    }

    String bindingType() {
        return flag.substring(2);
    }

    /** Returns the parts between commas; any after the fourth are extensions, which are letter, '=' and value. */
    static List<String> attributes(String message) throws SaslFailure {
        if (message.indexOf('\0') >= 0) {
            throw malformed("a NUL");
        }
        return List.of(message.split(",", -1));
    }

    /** Returns the value of an attribute; it is not empty. */
    static String value(char attribute, String text) throws SaslFailure {
        if (text.length() < 3 || text.charAt(0) != attribute || text.charAt(1) != '=') {
            throw malformed("no attribute " + attribute + " where it belongs");
        }
        return text.substring(2);
    }

    /** A comma is written {@code =2C} and an equals sign {@code =3D}; no other '=' may be there. */
    private static String unescaped(String saslname) throws SaslFailure {
        String rest = saslname.replace("=2C", "").replace("=3D", "");
        if (rest.indexOf('=') >= 0) {
            throw malformed("a '=' that is not =2C or =3D");
        }
        return saslname.replace("=2C", ",").replace("=3D", "=");
    }

    private static SaslFailure malformed(String text) {
        return new SaslFailure(Reason.MALFORMED_REQUEST, text);
    }
}

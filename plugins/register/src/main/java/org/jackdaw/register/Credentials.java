package org.jackdaw.register;

import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;

/** The name and password that a client filled in (XEP-0077 §3.1); empty where it gave none. */
record Credentials(String username, String password) {

    static final String NS = "jabber:iq:register";
    static final QName QUERY = QName.get("query", NS);
    static final QName REMOVE = QName.get("remove", NS);
    static final QName USERNAME = QName.get("username", NS);
    static final QName PASSWORD = QName.get("password", NS);

    /** @throws StanzaException not-acceptable if the password is too short */
    static Credentials of(Element query, int passwordLength) {
        Credentials given = new Credentials(text(query, USERNAME), text(query, PASSWORD));
        if (given.password().codePointCount(0, given.password().length()) < passwordLength) {
            throw new StanzaException(
                    Condition.NOT_ACCEPTABLE, "a password has at least " + passwordLength + " characters");
        }
        return given;
    }

    private static String text(Element query, QName field) {
        String text = query.elementText(field);
        return text == null ? "" : text;
    }
}

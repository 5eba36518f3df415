package org.jackdaw.pubsub;

import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/** The namespaces of publish-subscribe and its own error conditions (XEP-0060 §16.4). */
final class Pubsub {

    static final String NS = "http://jabber.org/protocol/pubsub";
    static final String OWNER = NS + "#owner";
    static final String EVENT = NS + "#event";
    static final String CONFIG_FORM = NS + "#node_config";
    static final String OPTIONS_FORM = NS + "#publish-options";
    static final String SUBSCRIPTION_FORM = NS + "#subscribe_options";
    static final String APPROVAL_FORM = NS + "#subscribe_authorization";

    /** Longest name of a node or an item in bytes of UTF-8: as long as a part of an address (RFC 7622 §3.4). */
    static final int LONGEST_NAME = 1023;

    private static final String ERRORS = NS + "#errors";

    private Pubsub() {}

    /**
     * Returns a refusal with a condition of its own.
     *
     * @param specific one of the few names that the XEP defines
     */
    static StanzaException refusal(Condition condition, String specific) {
        return new StanzaException(new StanzaError(condition, "").with(specific(specific)));
    }

    /** Returns a refusal of a type that is not the condition's usual one. */
    static StanzaException refusal(Condition condition, StanzaError.Type type, String specific) {
        return new StanzaException(new StanzaError(condition, "").as(type).with(specific(specific)));
    }

    /** Returns the refusal of what this service does not do. */
    static StanzaException unsupported(String feature) {
        Element unsupported = specific("unsupported");
        unsupported.addAttribute("feature", feature);
        return new StanzaException(new StanzaError(Condition.FEATURE_NOT_IMPLEMENTED, "").with(unsupported));
    }

    static StanzaException noSuchNode() {
        return new StanzaException(Condition.ITEM_NOT_FOUND, "no such node");
    }

    /** Returns that a node has moved for good (RFC 6120 §8.3.3.5). */
    static StanzaException gone(Gone node) {
        return new StanzaException(new StanzaError(Condition.GONE, "").at(node.uri()));
    }

    static StanzaException badRequest(String text) {
        return new StanzaException(Condition.BAD_REQUEST, text);
    }

    static StanzaException forbidden() {
        return new StanzaException(Condition.FORBIDDEN, "");
    }

    static Element element(String name, String namespace) {
        return new DefaultElement(QName.get(name, namespace));
    }

    private static Element specific(String name) {
        return element(name, ERRORS);
    }
}

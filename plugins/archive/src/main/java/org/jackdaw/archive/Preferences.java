package org.jackdaw.archive;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/**
 * Whose messages an account wants in its archive (XEP-0441 §2). Immutable.
 *
 * @param others what holds for those in neither list
 */
record Preferences(Default others, SequencedSet<Jid> always, SequencedSet<Jid> never) {

    /** What becomes of the messages of those whom the account has not named (§2.1.1). */
    enum Default {
        ALWAYS,
        NEVER,
        ROSTER
    }

    private static final QName JID = QName.get("jid", ArchiveConfig.NS);

    static Preferences of(Default others) {
        return new Preferences(others, new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    /**
     * Reads the preferences that a client sets, or that were stored.
     *
     * @param most how many addresses the lists may hold
     * @throws StanzaException if they are not as §2.1 has them
     */
    static Preferences of(Element prefs, int most) {
        Preferences read = of(others(prefs.attributeValue("default", "")));
        for (Element list : prefs.elements()) {
            SequencedSet<Jid> named = switch (list.getNamespaceURI().equals(ArchiveConfig.NS) ? list.getName() : "") {
                case "always" -> read.always();
                case "never" -> read.never();
                default -> throw new StanzaException(Condition.BAD_REQUEST, "always and never, no more");
            };
            list.elements().forEach(jid -> named.add(address(jid)));
        }
        if (read.always().size() + read.never().size() > most) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "more than " + most + " addresses");
        }
        return read;
    }

    private static Default others(String value) {
        return switch (value) {
            case "always" -> Default.ALWAYS;
            case "never" -> Default.NEVER;
            case "roster" -> Default.ROSTER;
            default -> throw new StanzaException(Condition.BAD_REQUEST, "default is always, never or roster");
        };
    }

    private static Jid address(Element jid) {
        if (!jid.getQName().equals(JID)) {
            throw new StanzaException(Condition.BAD_REQUEST, "a list of jid elements");
        }
        try {
            return Jid.of(jid.getText().strip());
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, e.getMessage());
        }
    }

    /** @param knows whether a bare address is in the account's roster (§2.3.1) */
    boolean archives(Jid peer, Predicate<Jid> knows) {
        if (isIn(never, peer)) {
            return false;
        }
        return isIn(always, peer)
                || switch (others) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case ROSTER -> knows.test(peer.bare());
                };
    }

    private static boolean isIn(SequencedSet<Jid> list, Jid peer) {
        return !list.isEmpty() && (list.contains(peer) || list.contains(peer.bare()));
    }

    Element element() {
        Element prefs = new DefaultElement(QName.get("prefs", ArchiveConfig.NS));
        prefs.addAttribute("default", others.name().toLowerCase(java.util.Locale.ROOT));
        add(prefs, "always", always);
        add(prefs, "never", never);
        return prefs;
    }

    private static void add(Element prefs, String name, SequencedSet<Jid> list) {
        Element added = prefs.addElement(new QName(name, prefs.getNamespace()));
        list.forEach(jid -> added.addElement(JID).setText(jid.toString()));
    }
}

package org.jackdaw.router;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.dom4j.Element;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;

/**
 * Shows a filter messages without what people write, while it may not see that: it may still let them pass, refuse, consume
 * and mark them, and the texts go on as they were.
 */
final class DiscreetFilter implements StanzaFilter {

    /** Children that carry text, plain or encrypted, of any namespace: better one too many than one too few. */
    private static final Set<String> TEXTS =
            Set.of("body", "subject", "html", "encrypted", "openpgp", "reply", "markup");

    private final StanzaFilter filter;
    private final BooleanSupplier maySee;

    DiscreetFilter(StanzaFilter filter, BooleanSupplier maySee) {
        this.filter = filter;
        this.maySee = maySee;
    }

    @Override
    public Optional<Message> filter(Message message) {
        if (maySee.getAsBoolean()) {
            return filter.filter(message);
        }
        List<Element> hidden = new ArrayList<>();
        Message shown = message.with(copy -> hidden.addAll(takeTexts(copy)));
        if (hidden.isEmpty()) {
            return filter.filter(message);
        }
        return filter.filter(shown)
                .map(answer -> answer == shown ? message : answer.with(copy -> putBack(copy, hidden)));
    }

    private static List<Element> takeTexts(Element message) {
        List<Element> texts =
                message.elements().stream().filter(child -> isText(child)).toList();
        texts.forEach(Element::detach);
        return texts;
    }

    private static boolean isText(Element child) {
        return TEXTS.contains(child.getName()) || child.getNamespaceURI().equals("jabber:x:encrypted");
    }

    /** What the filter itself wrote there, without having seen the text, does not count. */
    private static void putBack(Element message, List<Element> hidden) {
        takeTexts(message);
        for (int i = 0; i < hidden.size(); i++) {
            message.content().add(i, hidden.get(i).createCopy());
        }
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        return filter.filter(presence);
    }

    @Override
    public Optional<Iq> filter(Iq iq) {
        return filter.filter(iq);
    }

    @Override
    public Collection<Jid> looksOnTheWayTo(Collection<Jid> recipients, Stanza stanza) {
        Stanza shown = stanza instanceof Message message && !maySee.getAsBoolean()
                ? message.with(DiscreetFilter::takeTexts)
                : stanza;
        return filter.looksOnTheWayTo(recipients, shown);
    }
}

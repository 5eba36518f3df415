package org.jackdaw.archive;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.PageRequest;

/** Answers a query with messages, and says how far they go (XEP-0313 §4.2). */
record QueryAnswer(Archive archive, Query query) {

    private static final QName MESSAGE = QName.get("message", "jabber:client");
    private static final QName RESULT = QName.get("result", ArchiveConfig.NS);
    private static final QName FIN = QName.get("fin", ArchiveConfig.NS);
    private static final QName FORWARDED = QName.get("forwarded", "urn:xmpp:forward:0");
    private static final QName DELAY = QName.get("delay", "urn:xmpp:delay");

    /** Hands over the messages that fit, in the order in which they are to be sent; returns what ends the answer. */
    Element send(Jid owner, Consumer<Entry> results) {
        Search search = new Search(archive, owner, query);
        Element fin = new DefaultElement(FIN);
        if (query.paging().most(1) == 0) {
            int count = search.count();
            complete(fin, count == 0);
            fin.add(PageRequest.answer(List.of(), OptionalInt.empty(), OptionalInt.of(count)));
            return fin;
        }
        Page page = search.page();
        (query.flipped() ? page.entries().reversed() : page.entries()).forEach(results);
        complete(fin, page.complete());
        fin.add(PageRequest.answer(ids(page), OptionalInt.empty(), OptionalInt.empty()));
        return fin;
    }

    private static List<String> ids(Page page) {
        return page.entries().stream().map(entry -> entry.id().toString()).toList();
    }

    private static void complete(Element fin, boolean isComplete) {
        if (isComplete) {
            fin.addAttribute("complete", "true");
        }
    }

    /**
     * Returns one of the results.
     *
     * @param from the address of the archive
     * @param seen the message as who asks may see it
     */
    Element result(Jid from, Jid to, Entry entry, Message seen) {
        Element message = new DefaultElement(MESSAGE);
        message.addAttribute("from", from.toString());
        message.addAttribute("to", to.toString());
        Element result = message.addElement(RESULT);
        query.id().ifPresent(id -> result.addAttribute("queryid", id));
        result.addAttribute("id", entry.id().toString());
        Element forwarded = result.addElement(FORWARDED);
        forwarded
                .addElement(DELAY)
                .addAttribute(
                        "stamp",
                        Instant.ofEpochMilli(ArchiveIds.millis(entry.id())).toString());
        forwarded.add(seen.copy());
        return message;
    }
}

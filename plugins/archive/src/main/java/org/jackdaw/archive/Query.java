package org.jackdaw.archive;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.PageRequest;
import org.jackdaw.xmpp.StanzaException;

/**
 * A client's question to its archive (XEP-0313 §4).
 *
 * @param id the client's name for it; empty for none
 * @param flipped whether the page is to be sent from its end (§4.3.4)
 */
record Query(Optional<String> id, Filter filter, PageRequest paging, boolean flipped) {

    private static final QName FORM = QName.get("x", Filter.FORM);
    private static final QName SET = QName.get("set", PageRequest.NS);
    private static final QName FLIP = QName.get("flip-page", ArchiveConfig.NS);
    private static final Set<QName> CHILDREN = Set.of(FORM, SET, FLIP);

    /** It comes back with each message of the page. */
    private static final int LONGEST_ID = 1000;

    /** @throws StanzaException if it is not as the XEP has it */
    static Query of(Element query) {
        if (query.attribute("node") != null) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "archives of people have no nodes");
        }
        Optional<String> id = Optional.ofNullable(query.attributeValue("queryid"));
        if (id.filter(text -> text.length() > LONGEST_ID).isPresent()) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "a queryid of over " + LONGEST_ID + " characters");
        }
        if (!query.elements().stream().allMatch(child -> CHILDREN.contains(child.getQName()))) {
            throw new StanzaException(Condition.BAD_REQUEST, "a form, a set and flip-page, no more");
        }
        PageRequest paging = PageRequest.in(query).orElse(PageRequest.FIRST);
        if (paging.index().isPresent()) {
            throw new StanzaException(Condition.FEATURE_NOT_IMPLEMENTED, "pages by id, not by index");
        }
        return new Query(
                id,
                single(query, FORM).map(Filter::of).orElse(Filter.NONE),
                paging,
                single(query, FLIP).isPresent());
    }

    private static Optional<Element> single(Element query, QName name) {
        List<Element> found = query.elements(name);
        if (found.size() > 1) {
            throw new StanzaException(Condition.BAD_REQUEST, name.getName() + " twice");
        }
        return found.stream().findFirst();
    }
}

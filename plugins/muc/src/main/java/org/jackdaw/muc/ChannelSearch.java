package org.jackdaw.muc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.PageRequest;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/** Finds rooms by words in their name, description or address (XEP-0433). */
@Implements("XEP-0433 0.1.0 ordered by address alone")
final class ChannelSearch {

    static final String BASE = "urn:xmpp:channel-search:0";
    static final String NS = BASE + ":search";

    private static final QName SEARCH = QName.get("search", NS);
    private static final QName RESULT = QName.get("result", NS);
    private static final QName ITEM = QName.get("item", NS);
    private static final QName RATE = QName.get("rate-limit", BASE + ":error");

    /** A room each is looked at for the answer. */
    private static final int MOST = 50;

    private static final int WAIT_SECONDS = 60;

    private final Parts parts;
    private final RoomList list;

    ChannelSearch(Parts parts, RoomList list) {
        this.parts = parts;
        this.list = list;
    }

    /** Answers a request to the service. */
    Optional<Element> handle(Iq iq) {
        Element request = iq.payload().orElseThrow();
        if (iq.type() != Iq.Type.GET || !request.getQName().equals(SEARCH)) {
            throw Muc.badRequest("a search, please");
        }
        if (request.elements().isEmpty()) {
            Element answer = Muc.element(SEARCH);
            answer.add(SearchForm.empty());
            return Optional.of(answer);
        }
        SearchForm form = SearchForm.of(request);
        Page page = Page.of(PageRequest.in(request).orElse(PageRequest.FIRST), MOST);
        checkPace(iq.sender().bare());
        return Optional.of(result(iq.to().orElseThrow().domain(), form, page));
    }

    private void checkPace(Jid account) {
        if (!parts.limits().maySearch(account)) {
            Element rate = Muc.element(RATE).addAttribute("retry-after", Integer.toString(WAIT_SECONDS));
            throw new StanzaException(new StanzaError(Condition.RESOURCE_CONSTRAINT, "too many searches").with(rate));
        }
    }

    private Element result(String service, SearchForm form, Page page) {
        List<RoomList.Listed> found = form.isForRooms() ? list.find(service, page, form::fits, page.most()) : List.of();
        Element result = Muc.element(RESULT);
        List<Jid> shown = new ArrayList<>();
        for (RoomList.Listed room : found) {
            shown.add(room.jid());
            item(room).ifPresent(result::add);
        }
        result.add(page.set(shown, OptionalInt.empty()));
        return result;
    }

    /** Empty if the room is not there any more, or not for everybody. */
    private Optional<Element> item(RoomList.Listed listed) {
        return parts.rooms()
                .visit(
                        listed.jid(),
                        visit -> visit.room()
                                .filter(room -> room.config().is(RoomOption.PUBLIC))
                                .map(ChannelSearch::item));
    }

    private static Element item(Room room) {
        RoomConfig config = room.config();
        Element item = Muc.element(ITEM).addAttribute("address", room.jid().toString());
        add(item, "name", RoomDiscovery.name(room));
        add(item, "description", config.text(RoomOption.DESCRIPTION));
        add(item, "language", config.text(RoomOption.LANGUAGE));
        add(item, "nusers", Integer.toString(room.occupants().size()));
        add(item, "service-type", SearchForm.ROOMS);
        boolean isOpen = !config.is(RoomOption.MEMBERS_ONLY) && !config.is(RoomOption.PASSWORD_PROTECTED);
        add(item, "is-open", Boolean.toString(isOpen));
        add(item, "anonymity-mode", config.showsAddresses() ? "{" + BASE + ":anonymity}none" : "muc_semianonymous");
        return item;
    }

    private static void add(Element item, String name, String text) {
        if (!text.isEmpty()) {
            item.addElement(new QName(name, item.getNamespace())).setText(text);
        }
    }
}

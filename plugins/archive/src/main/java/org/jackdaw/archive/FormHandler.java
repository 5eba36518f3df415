package org.jackdaw.archive;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.osgi.service.component.annotations.Component;

/** Tells a client by what it may ask for messages (XEP-0313 §4.1.5). */
@Component
@HandlesIq(element = "query", namespace = ArchiveConfig.NS, to = HandlesIq.To.ACCOUNT)
public final class FormHandler implements IqHandler {

    private static final String VALIDATE = "http://jabber.org/protocol/xdata-validate";

    @Override
    public Optional<Element> handle(Iq request) {
        Requests.owner(request);
        return Optional.of(form(request));
    }

    /** @throws org.jackdaw.xmpp.StanzaException bad-request if the request holds anything */
    static Element form(Iq request) {
        Requests.requireEmpty(request);
        Element query = new DefaultElement(QName.get("query", ArchiveConfig.NS));
        Element form = query.addElement(QName.get("x", Filter.FORM));
        form.addAttribute("type", "form");
        add(form, "FORM_TYPE", "hidden")
                .addElement(QName.get("value", Filter.FORM))
                .setText(ArchiveConfig.NS);
        add(form, "with", "jid-single");
        add(form, "start", "text-single");
        add(form, "end", "text-single");
        add(form, "before-id", "text-single");
        add(form, "after-id", "text-single");
        Element validate = add(form, "ids", "list-multi").addElement(QName.get("validate", VALIDATE));
        validate.addAttribute("datatype", "xs:string");
        validate.addElement(QName.get("open", VALIDATE));
        add(form, "include-groupchat", "boolean");
        add(form, Filter.FULL_TEXT, "text-single");
        return query;
    }

    private static Element add(Element form, String name, String type) {
        Element field = form.addElement(QName.get("field", Filter.FORM));
        field.addAttribute("var", name);
        field.addAttribute("type", type);
        return field;
    }
}

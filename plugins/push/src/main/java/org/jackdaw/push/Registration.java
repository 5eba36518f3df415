package org.jackdaw.push;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Jid;

/**
 * Where an account wants to be notified (XEP-0357 §5).
 *
 * @param service the app server's push service
 * @param node empty for none
 * @param resource the full address of the client that enabled it: while that is connected it needs no notification
 * @param options the form that goes along as publish-options; empty for none
 * @param failures how often the service has refused in a row, for want of something that may pass
 */
record Registration(Jid service, String node, Jid resource, Optional<Element> options, int failures) {

    static final String NS = "urn:xmpp:push:0";

    private static final QName STORED = QName.get("enable", NS);
    private static final QName FORM = QName.get("x", "jabber:x:data");

    /** What distinguishes it from others of its account (§5). */
    String key() {
        return service + " " + node;
    }

    Registration failed(int times) {
        return new Registration(service, node, resource, options, times);
    }

    Element stored() {
        Element element = new DefaultElement(STORED);
        element.addAttribute("jid", service.toString());
        element.addAttribute("node", node);
        element.addAttribute("resource", resource.toString());
        element.addAttribute("failures", Integer.toString(failures));
        options.ifPresent(form -> element.add(form.createCopy()));
        return element;
    }

    static Registration of(Element stored) {
        return new Registration(
                Jid.of(stored.attributeValue("jid")),
                stored.attributeValue("node"),
                Jid.of(stored.attributeValue("resource")),
                Optional.ofNullable(stored.element(FORM)).map(Element::createCopy),
                Integer.parseInt(stored.attributeValue("failures")));
    }
}

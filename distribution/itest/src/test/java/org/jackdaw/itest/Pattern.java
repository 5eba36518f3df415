package org.jackdaw.itest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.dom4j.Attribute;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;

/**
 * What a client expects, as XML: the attributes, text and children that are named must be there, {@code *} stands for
 * any value, and more may be there. Only a stanza's type must be absent if it is not named.
 */
record Pattern(Element element) {

    private static final String START = "<x xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    static Pattern of(String xml) {
        return new Pattern(parse(xml));
    }

    /** Parses what could be a child of a stream. */
    static Element parse(String xml) {
        try {
            return DocumentHelper.parseText(START + xml + "</x>")
                    .getRootElement()
                    .elements()
                    .getFirst();
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    boolean fits(Element actual) {
        boolean stanza = element.getNamespaceURI().equals("jabber:client");
        boolean sameType = Objects.equals(element.attributeValue("type"), actual.attributeValue("type"));
        return (!stanza || sameType || "*".equals(element.attributeValue("type"))) && fits(element, actual);
    }

    private static boolean fits(Element expected, Element actual) {
        if (!expected.getQName().equals(actual.getQName())) {
            return false;
        }
        for (Attribute attribute : expected.attributes()) {
            String value = actual.attributeValue(attribute.getQName());
            if (value == null || !fits(attribute.getValue(), value)) {
                return false;
            }
        }
        String text = expected.getTextTrim();
        return (text.isEmpty() || fits(text, actual.getText())) && haveAll(expected.elements(), actual.elements());
    }

    private static boolean fits(String expected, String actual) {
        return expected.equals("*") || expected.equals(actual);
    }

    private static boolean haveAll(List<Element> expected, List<Element> actual) {
        List<Element> left = new ArrayList<>(actual);
        return expected.stream().allMatch(wanted -> {
            for (Iterator<Element> each = left.iterator(); each.hasNext(); ) {
                if (fits(wanted, each.next())) {
                    each.remove();
                    return true;
                }
            }
            return false;
        });
    }
}

package org.jackdaw.blocking;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dom4j.Element;
import org.dom4j.QName;

/**
 * What an account says of somebody whom it blocks (XEP-0377 §4): why, in its own words, and which messages.
 *
 * @param text for people, empty for none
 * @param messages ids, each with the address of the archive that gave it (XEP-0359)
 * @param toOrigin whether it may be passed on to the domain of the one reported (§5); nothing is passed on by this server
 * @param toThirdParties whether it may be passed on to others
 */
record Report(String reason, String text, List<String> messages, boolean toOrigin, boolean toThirdParties) {

    static final String NS = "urn:xmpp:reporting:1";

    private static final QName REPORT = QName.get("report", NS);
    private static final QName TEXT = QName.get("text", NS);
    private static final QName STANZA_ID = QName.get("stanza-id", "urn:xmpp:sid:0");
    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_TEXT = 2000;
    private static final int LONGEST_ID = 500;
    private static final int MOST_MESSAGES = 20;

    /**
     * Returns the report in an item, cut to what is kept. One without a reason is none, and no reason to refuse: the block
     * must be done, or refused, as if there were no report (§6).
     */
    static Optional<Report> in(Element item) {
        Element report = item.element(REPORT);
        String reason = report == null ? "" : report.attributeValue("reason", "");
        if (reason.isBlank()) {
            return Optional.empty();
        }
        String text = report.elements(TEXT).stream()
                .map(Element::getTextTrim)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
        List<String> messages = report.elements(STANZA_ID).stream()
                .limit(MOST_MESSAGES)
                .map(id -> cut(id.attributeValue("id", "") + " by " + id.attributeValue("by", ""), LONGEST_ID))
                .toList();
        return Optional.of(new Report(
                cut(reason, LONGEST_REASON),
                cut(text, LONGEST_TEXT),
                messages,
                report.element(QName.get("report-origin", NS)) != null,
                report.element(QName.get("third-party", NS)) != null));
    }

    /** Half a character would be no XML. */
    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, splits ? longest - 1 : longest) + "...";
    }
}

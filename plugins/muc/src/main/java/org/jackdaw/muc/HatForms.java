package org.jackdaw.muc;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Jid;

/** What is asked and answered in the commands by which hats are kept (XEP-0317 §3.2 to §3.8). */
final class HatForms {

    static final int LONGEST_TITLE = 100;
    static final int LONGEST_URI = 500;

    private static final String TITLE = "hats#title";
    private static final String URI = "hats#uri";
    private static final String HUE = "hats#hue";
    private static final String ACCOUNT = "hats#jid";
    private static final QName INSTRUCTIONS = QName.get("instructions", ConfigForms.FORMS);
    private static final QName OPTION = QName.get("option", ConfigForms.FORMS);
    private static final QName VALUE = QName.get("value", ConfigForms.FORMS);
    private static final QName REPORTED = QName.get("reported", ConfigForms.FORMS);
    private static final QName ITEM = QName.get("item", ConfigForms.FORMS);

    private static final int MOST_DEGREES = 360;

    private HatForms() {}

    // To be filled in.

    static Element form(HatCommand command, Hats hats) {
        Element form = DataForm.empty(HatCommand.TYPE, command.label());
        form.addElement(INSTRUCTIONS).setText("What is required is missing yet.");
        if (command == HatCommand.CREATE) {
            DataForm.require(text(form, TITLE, "Hat Title"));
            DataForm.require(text(form, URI, "Hat URI"));
            text(form, HUE, "Hat Hue");
            return form;
        }
        if (command != HatCommand.DESTROY) {
            DataForm.require(DataForm.add(form, ACCOUNT, "jid-single", "").addAttribute("label", "User Address"));
        }
        Element field = DataForm.add(form, URI, "list-single", "").addAttribute("label", "The role");
        DataForm.require(field);
        hats.all()
                .forEach(hat -> field.addElement(OPTION)
                        .addAttribute("label", hat.title())
                        .addElement(VALUE)
                        .setText(hat.uri()));
        return form;
    }

    private static Element text(Element form, String variable, String label) {
        return DataForm.add(form, variable, "text-single", "").addAttribute("label", label);
    }

    // What was filled in.

    /** @throws org.jackdaw.xmpp.StanzaException bad-payload for what is missing, too long or no such thing */
    static Hat hat(DataForm form) {
        String title = form.text(TITLE);
        String hue = form.text(HUE);
        if (title.isEmpty() || title.length() > LONGEST_TITLE) {
            throw RoomCommands.badPayload(TITLE + " has 1 to " + LONGEST_TITLE + " characters");
        }
        boolean isHue = hue.matches("[0-9]{1,3}(\\.[0-9]{1,9})?") && Double.parseDouble(hue) <= MOST_DEGREES;
        if (!hue.isEmpty() && !isHue) {
            throw RoomCommands.badPayload(HUE + " is a number from 0 to " + MOST_DEGREES);
        }
        return new Hat(uri(form), title, hue);
    }

    /** @throws org.jackdaw.xmpp.StanzaException bad-payload if it is none */
    static String uri(DataForm form) {
        String uri = form.text(URI);
        if (!uri.matches("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+") || uri.length() > LONGEST_URI) {
            throw RoomCommands.badPayload(URI + " is a URI of at most " + LONGEST_URI + " characters");
        }
        return uri;
    }

    /** @throws org.jackdaw.xmpp.StanzaException bad-payload if it is none */
    static Jid account(DataForm form) {
        try {
            Jid account = Jid.of(form.text(ACCOUNT)).bare();
            if (!account.local().isEmpty()) {
                return account;
            }
        } catch (IllegalArgumentException e) {
            throw RoomCommands.badPayload(ACCOUNT + ": " + e.getMessage());
        }
        throw RoomCommands.badPayload(ACCOUNT + " is an account");
    }

    // Lists.

    static Element all(Hats hats) {
        Element list = list(HatCommand.LIST, List.of(TITLE, URI, HUE));
        hats.all().forEach(hat -> item(list, hat, Optional.empty()));
        return list;
    }

    static Element worn(Hats hats) {
        Element list = list(HatCommand.LIST_ASSIGNED, List.of(ACCOUNT, URI, TITLE, HUE));
        hats.wearers().stream()
                .sorted(Comparator.comparing(Jid::toString))
                .forEach(account -> hats.of(account).forEach(hat -> item(list, hat, Optional.of(account))));
        return list;
    }

    private static Element list(HatCommand command, List<String> columns) {
        Element list = DataForm.empty(HatCommand.TYPE, command.label()).addAttribute("type", "result");
        Element reported = list.addElement(REPORTED);
        columns.forEach(column -> ConfigForms.field(reported, column, List.of()));
        return list;
    }

    private static void item(Element list, Hat hat, Optional<Jid> account) {
        Element item = list.addElement(ITEM);
        account.ifPresent(jid -> ConfigForms.field(item, ACCOUNT, List.of(jid.toString())));
        ConfigForms.field(item, TITLE, List.of(hat.title()));
        ConfigForms.field(item, URI, List.of(hat.uri()));
        ConfigForms.field(item, HUE, List.of(hat.hue()));
    }
}

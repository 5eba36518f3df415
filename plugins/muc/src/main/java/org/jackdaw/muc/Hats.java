package org.jackdaw.muc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Jid;

/** The hats of a room and who wears them (XEP-0317), in memory. Used in the room's turn alone. */
@Implements("XEP-0317 0.3.1")
final class Hats {

    static final String NS = "urn:xmpp:hats:0";

    private static final QName HATS = QName.get("hats", NS);
    private static final QName HAT = QName.get("hat", NS);

    /** By their URIs, in the order in which they were made. */
    private final Map<String, Hat> all = new LinkedHashMap<>();

    /** The URIs of the hats of each account that wears some. */
    private final Map<Jid, Set<String>> worn = new LinkedHashMap<>();

    List<Hat> all() {
        return List.copyOf(all.values());
    }

    Optional<Hat> hat(String uri) {
        return Optional.ofNullable(all.get(uri));
    }

    /** Returns the hats that an account wears, in the order in which they were made. */
    List<Hat> of(Jid account) {
        Set<String> own = worn.getOrDefault(account, Set.of());
        return own.isEmpty()
                ? List.of()
                : all.values().stream().filter(hat -> own.contains(hat.uri())).toList();
    }

    /** Returns the accounts that wear something. */
    Set<Jid> wearers() {
        return Set.copyOf(worn.keySet());
    }

    boolean wears(Jid account, String uri) {
        return worn.getOrDefault(account, Set.of()).contains(uri);
    }

    /** Returns how many times a hat is worn, by whomever. */
    int timesWorn() {
        return worn.values().stream().mapToInt(Set::size).sum();
    }

    // Changes.

    void put(Hat hat) {
        all.put(hat.uri(), hat);
    }

    void remove(String uri) {
        all.remove(uri);
        wearers().forEach(account -> takeOff(account, uri));
    }

    void putOn(Jid account, String uri) {
        worn.computeIfAbsent(account, same -> new LinkedHashSet<>()).add(uri);
    }

    void takeOff(Jid account, String uri) {
        worn.computeIfPresent(account, (same, own) -> {
            own.remove(uri);
            return own.isEmpty() ? null : own;
        });
    }

    // What others see.

    /** Puts an account's hats into its presence (§3.1), in place of any that it says to have. */
    void add(Element presence, Jid account) {
        // A version before this one has let those through.
        List.copyOf(presence.elements(HATS)).forEach(Element::detach);
        List<Hat> own = of(account);
        if (own.isEmpty()) {
            return;
        }
        Element hats = presence.addElement(HATS);
        for (Hat hat : own) {
            Element element =
                    hats.addElement(HAT).addAttribute("title", hat.title()).addAttribute("uri", hat.uri());
            if (!hat.hue().isEmpty()) {
                element.addAttribute("hue", hat.hue());
            }
        }
    }

    /** Returns what changes with the list of hats (§2); empty if there are none. */
    Optional<String> hash() {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Set<String> lines = new TreeSet<>();
        // Neither a URI nor a hue has a blank.
        all.values().forEach(hat -> lines.add(hat.uri() + " " + hat.hue() + " " + hat.title()));
        try {
            byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            return Optional.of(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

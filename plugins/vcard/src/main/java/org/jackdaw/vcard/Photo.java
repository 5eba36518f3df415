package org.jackdaw.vcard;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;

/** A picture that stands in a card or in the node of avatars (XEP-0153 §4.5, XEP-0084 §3). Immutable. */
final class Photo {

    static final String VCARD = "vcard-temp";

    static final QName PHOTO = QName.get("PHOTO", VCARD);

    private static final QName TYPE = QName.get("TYPE", VCARD);
    private static final QName BINVAL = QName.get("BINVAL", VCARD);

    /** As long as the parts of a type may be (RFC 6838 §4.2). */
    private static final Pattern IMAGE = Pattern.compile("image/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final String type;
    private final byte[] bytes;

    private Photo(String type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** Returns the picture of a card; empty if it has none, or something else than a picture. */
    static Optional<Photo> of(Element card) {
        return Optional.ofNullable(card.element(PHOTO)).flatMap(photo -> of(text(photo, TYPE), text(photo, BINVAL)));
    }

    private static String text(Element photo, QName name) {
        return Optional.ofNullable(photo.element(name)).map(Element::getText).orElse("");
    }

    /** Returns a picture; empty if the text is not in base64, or nothing. */
    static Optional<Photo> of(String type, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(SPACE.matcher(base64).replaceAll(""));
        } catch (IllegalArgumentException e) {
            // Whatever a client wrote there stays in its card.
            return Optional.empty();
        }
        return bytes.length == 0
                ? Optional.empty()
                : Optional.of(new Photo(type.strip().toLowerCase(Locale.ROOT), bytes));
    }

    /** Whether it says that it is an image; else it is nobody's avatar. */
    boolean isImage() {
        return IMAGE.matcher(type).matches();
    }

    String type() {
        return type;
    }

    int length() {
        return bytes.length;
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns the SHA-1 hash as both specifications write it, in lower case (XEP-0153 §3.1, XEP-0084 §4.1). */
    String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** Returns the element of a card. */
    Element element() {
        Element photo = new DefaultElement(PHOTO);
        photo.addElement(TYPE).setText(type);
        photo.addElement(BINVAL).setText(base64());
        return photo;
    }
}

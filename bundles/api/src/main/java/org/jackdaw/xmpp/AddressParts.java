package org.jackdaw.xmpp;

import com.ibm.icu.text.IDNA;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import rocks.xmpp.precis.PrecisProfiles;

/** Prepares and enforces the three parts of an address (RFC 7622 §3). ASCII, nearly all of them, takes a short way. */
final class AddressParts {

    /** Longest part in bytes of UTF-8 (RFC 7622 §3.2 to §3.4). */
    private static final int MAX_BYTES = 1023;

    private static final String NOT_IN_LOCAL = "\"&'/:<>@";
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]{2,45}(%25[0-9A-Za-z]+)?]");
    private static final IDNA IDN = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_UNICODE
            | IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.USE_STD3_RULES);

    private AddressParts() {}

    /** UsernameCaseMapped without eight characters more (RFC 7622 §3.3). */
    static String local(String part) {
        if (part.isEmpty()) {
            return part;
        }
        boolean plain = true;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c <= ' ' || c == 0x7f || NOT_IN_LOCAL.indexOf(c) >= 0) {
                throw new IllegalArgumentException("a character that no localpart has");
            }
            plain &= c < 0x7f && (c < 'A' || c > 'Z');
        }
        return limited(plain ? part : forbidden(PrecisProfiles.USERNAME_CASE_MAPPED.enforce(part)));
    }

    /** What compatibility mapping must not bring in by the back door. */
    private static String forbidden(String prepared) {
        if (prepared.isEmpty() || prepared.chars().anyMatch(c -> NOT_IN_LOCAL.indexOf(c) >= 0)) {
            throw new IllegalArgumentException("a character that no localpart has");
        }
        return prepared;
    }

    /** OpaqueString (RFC 7622 §3.4). */
    static String resource(String part) {
        boolean plain = true;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < ' ' || c == 0x7f) {
                throw new IllegalArgumentException("a control character in the resourcepart");
            }
            plain &= c < 0x7f;
        }
        return limited(plain ? part : PrecisProfiles.OPAQUE_STRING.enforce(part));
    }

    /** An IP address or a name of U-labels, without the final dot (RFC 7622 §3.2). */
    static String domain(String part) {
        String name = part.endsWith(".") ? part.substring(0, part.length() - 1) : part;
        if (name.isEmpty()) {
            throw new IllegalArgumentException("no domain");
        }
        if (name.charAt(0) == '[') {
            if (!IPV6.matcher(name).matches()) {
                throw new IllegalArgumentException("not an IPv6 address");
            }
            return name.toLowerCase(java.util.Locale.ROOT);
        }
        return limited(isLowerCaseAscii(name) ? name : internationalised(name));
    }

    /** Letters, digits and hyphens in labels of 1 to 63, none of them a punycoded one. */
    private static boolean isLowerCaseAscii(String name) {
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean inner = c == '-' && label > 0 && i + 1 < name.length() && name.charAt(i + 1) != '.';
            if (c == '.' && label > 0) {
                label = 0;
            } else if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || inner) {
                label++;
            } else {
                return false;
            }
            if (label > 63 || label == 4 && name.startsWith("xn--", i - 3)) {
                return false;
            }
        }
        return label > 0;
    }

    private static String internationalised(String name) {
        IDNA.Info info = new IDNA.Info();
        String unicode = IDN.nameToUnicode(name, new StringBuilder(), info).toString();
        if (!info.hasErrors()) {
            IDN.nameToASCII(unicode, new StringBuilder(), info);
        }
        if (info.hasErrors() || unicode.isEmpty()) {
            throw new IllegalArgumentException("not a domain name: " + info.getErrors());
        }
        return unicode;
    }

    private static String limited(String part) {
        if (part.length() > MAX_BYTES
                || part.length() > MAX_BYTES / 3 && part.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a part of over " + MAX_BYTES + " bytes");
        }
        return part;
    }
}

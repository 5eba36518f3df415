package org.jackdaw.xmpp;

/**
 * Refuses what is not UTF-8 (RFC 3629), and U+FFFE and U+FFFF, which no XML may contain (XML 1.0 §2.2): Aalto reads both
 * leniently, and other parsers would break at what was passed on. Remembers a character cut by the end of a piece.
 */
final class Utf8Check {

    /** Continuation bytes still due. */
    private int due;

    /** The range of the next continuation byte: narrower after some lead bytes, so that nothing is written overlong. */
    private int low = 0x80;

    private int high = 0xBF;

    /** Whether what is due may make one of the two: the bytes EF BF are followed by BE or BF. */
    private boolean special;

    void accept(byte[] bytes, int offset, int length) throws XmlException {
        for (int i = offset, end = offset + length; i < end; i++) {
            int b = bytes[i];
            if (b < 0 || due > 0) {
                next(b & 0xFF);
            }
        }
    }

    private void next(int b) throws XmlException {
        if (due > 0) {
            if (b < low || b > high) {
                throw invalid();
            }
            due--;
            special &= b >= (due == 1 ? 0xBF : 0xBE);
            if (special && due == 0) {
                throw new XmlException(StreamCondition.NOT_WELL_FORMED, "U+FFFE or U+FFFF");
            }
            low = 0x80;
            high = 0xBF;
        } else if (b >= 0xC2 && b <= 0xDF) {
            due = 1;
            special = false;
        } else if (b >= 0xE0 && b <= 0xEF) {
            due = 2;
            special = b == 0xEF;
            low = b == 0xE0 ? 0xA0 : 0x80;
            high = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            due = 3;
            special = false;
            low = b == 0xF0 ? 0x90 : 0x80;
            high = b == 0xF4 ? 0x8F : 0xBF;
        } else {
            throw invalid();
        }
    }

    private static XmlException invalid() {
        return new XmlException(StreamCondition.UNSUPPORTED_ENCODING, "not UTF-8");
    }
}

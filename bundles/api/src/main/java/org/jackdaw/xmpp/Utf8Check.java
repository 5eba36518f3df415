package org.jackdaw.xmpp;

/** Refuses what is not UTF-8 (RFC 3629), which Aalto reads leniently. Remembers a character cut by the end of a piece. */
final class Utf8Check {

    /** Continuation bytes still due. */
    private int due;

    /** The range of the next continuation byte: narrower after some lead bytes, so that nothing is written overlong. */
    private int low = 0x80;

    private int high = 0xBF;

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
            low = 0x80;
            high = 0xBF;
        } else if (b >= 0xC2 && b <= 0xDF) {
            due = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            due = 2;
            low = b == 0xE0 ? 0xA0 : 0x80;
            high = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            due = 3;
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

package org.jackdaw.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.plugin.SaslFailure.Reason;

/** Reads what clients send in an exchange. */
final class Utf8 {

    /** More than the longest name, authzid and password need, escaped. */
    private static final int MOST_BYTES = 10_000;

    private Utf8() {}

    /** @throws SaslFailure malformed-request if it is too long, incorrect-encoding if it is not UTF-8 */
    static String decode(byte[] response) throws SaslFailure {
        if (response.length > MOST_BYTES) {
            throw new SaslFailure(Reason.MALFORMED_REQUEST, "over " + MOST_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(response))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SaslFailure(Reason.INCORRECT_ENCODING, "not UTF-8");
        }
    }
}

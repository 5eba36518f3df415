package org.jackdaw.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.jackdaw.auth.Logins.Attempt;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.SaslExchange;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.plugin.SaslFailure.Reason;
import org.jackdaw.plugin.SaslStream;

/** The server's side of one SCRAM authentication (RFC 5802 §3, §5). */
@Implements({"RFC 5802", "RFC 7677", "RFC 5929", "RFC 9266"})
final class ScramExchange implements SaslExchange {

    /** What comes next. */
    private enum State {
        START,
        CLIENT_FIRST,
        CLIENT_FINAL,
        OVER
    }

    private final ScramHash hash;
    private final boolean plus;
    private final SaslStream stream;
    private final Logins logins;
    private final Supplier<String> nonces;

    private State state = State.START;
    private Attempt attempt;
    private byte[] binding;
    private String nonce;
    private String firstMessages;

    /**
     * @param plus whether the mechanism binds to the channel
     * @param nonces makes the server's part of the nonce: printable ASCII without a comma
     */
    ScramExchange(ScramHash hash, boolean plus, SaslStream stream, Logins logins, Supplier<String> nonces) {
        this.hash = hash;
        this.plus = plus;
        this.stream = stream;
        this.logins = logins;
        this.nonces = nonces;
    }

    @Override
    public Step respond(byte[] response) throws SaslFailure {
        State now = state;
        state = State.OVER;
        if (now == State.START && response.length == 0) {
            state = State.CLIENT_FIRST;
            return new Challenge(new byte[0]);
        }
        return switch (now) {
            case START, CLIENT_FIRST -> first(ClientFirst.parse(Utf8.decode(response)));
            case CLIENT_FINAL -> last(Utf8.decode(response));
            case OVER -> throw malformed("the exchange is over");
        };
    }

    private Step first(ClientFirst first) throws SaslFailure {
        binding = binding(first);
        attempt = logins.begin(stream, first.name(), first.authzid(), hash);
        nonce = first.nonce() + nonces.get();
        Credential credential = attempt.credential();
        String challenge = "r=" + nonce + ",s=" + encode(credential.salt()) + ",i=" + credential.iterations();
        firstMessages = first.bare() + "," + challenge;
        state = State.CLIENT_FINAL;
        return new Challenge(challenge.getBytes(UTF_8));
    }

    /** Returns what the client must repeat in {@code c=}: the GS2 header, and the channel's data if it binds (§6). */
    private byte[] binding(ClientFirst first) throws SaslFailure {
        if (plus != first.binds()) {
            throw malformed("the channel binding flag is not the mechanism's");
        }
        if (first.flag().equals("y") && offersBinding()) {
            throw new SaslFailure(Reason.MECHANISM_TOO_WEAK, "somebody removed the -PLUS mechanisms from the offer");
        }
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(first.header().getBytes(UTF_8));
        if (plus) {
            expected.writeBytes(stream.channelBinding(first.bindingType())
                    .orElseThrow(() -> malformed("no such channel binding here")));
        }
        return expected.toByteArray();
    }

    private boolean offersBinding() {
        return stream.offered().stream().anyMatch(name -> name.startsWith("SCRAM-") && name.endsWith("-PLUS"));
    }

    private Step last(String message) throws SaslFailure {
        List<String> attributes = ClientFirst.attributes(message);
        int count = attributes.size();
        if (count < 3 || attributes.subList(2, count - 1).stream().anyMatch(a -> a.startsWith("m="))) {
            throw malformed("not c=, r=, p=");
        }
        byte[] bound = decode(ClientFirst.value('c', attributes.get(0)));
        String repeated = ClientFirst.value('r', attributes.get(1));
        byte[] proof = decode(ClientFirst.value('p', attributes.getLast()));
        String authMessage = firstMessages + "," + message.substring(0, message.lastIndexOf(",p="));
        if (!MessageDigest.isEqual(binding, bound) || !nonce.equals(repeated) || !proves(proof, authMessage)) {
            throw attempt.fail();
        }
        byte[] signature = hash.hmac(attempt.credential().serverKey(), authMessage);
        return new Success(attempt.succeed(), ("v=" + encode(signature)).getBytes(UTF_8));
    }

    /** Whether the proof holds the client's key: ClientProof = ClientKey XOR ClientSignature (§3). */
    private boolean proves(byte[] proof, String authMessage) {
        byte[] storedKey = attempt.credential().storedKey();
        byte[] key = hash.hmac(storedKey, authMessage);
        if (proof.length != key.length) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            key[i] ^= proof[i];
        }
        boolean right = MessageDigest.isEqual(storedKey, hash.hash(key));
        Arrays.fill(key, (byte) 0);
        return right;
    }

    private static SaslFailure malformed(String text) {
        return new SaslFailure(Reason.MALFORMED_REQUEST, text);
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decode(String base64) throws SaslFailure {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw malformed("not base64");
        }
    }
}

package org.jackdaw.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions of SCRAM, and what is made with them (RFC 5802 §3). Every Java has them. */
enum ScramHash {
    SHA_1("SHA-1", "SHA1", 20),
    SHA_256("SHA-256", "SHA256", 32),
    SHA_512("SHA-512", "SHA512", 64);

    private final String name;
    private final String inHmac;
    private final int bytes;

    ScramHash(String name, String inHmac, int bytes) {
        this.name = name;
        this.inHmac = inHmac;
        this.bytes = bytes;
    }

    /** Returns the mechanism's name without {@code -PLUS}. */
    String mechanism() {
        return "SCRAM-" + name;
    }

    byte[] hash(byte[] data) {
        try {
            return MessageDigest.getInstance(name).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("Hmac" + inHmac);
            mac.init(new SecretKeySpec(key, "Hmac" + inHmac));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] hmac(byte[] key, String data) {
        return hmac(key, data.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what is kept of a prepared password, which must not be empty. */
    Credential credential(String password, byte[] salt, int iterations) {
        byte[] salted = saltedPassword(password, salt, iterations);
        return new Credential(this, salt, iterations, hash(hmac(salted, "Client Key")), hmac(salted, "Server Key"));
    }

    /** Java's PBKDF2 takes the characters as UTF-8, as the RFC wants it. */
    private byte[] saltedPassword(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, bytes * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmac" + inHmac)
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            spec.clearPassword();
        }
    }
}

package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of one SCRAM exchange (RFC 5802 §3). */
final class Scram {

    private final String hash;
    private final String header;
    private final byte[] binding;
    private final String password;
    private final String firstBare;
    private String serverSignature;

    /**
     * @param hash SHA-256 say
     * @param header the GS2 header, {@code n,,} say
     * @param binding the channel's data; empty without binding
     */
    Scram(String hash, String header, byte[] binding, String name, String password) {
        this.hash = hash;
        this.header = header;
        this.binding = binding.clone();
        this.password = password;
        firstBare = "n=" + name + ",r=" + UUID.randomUUID();
    }

    String first() {
        return header + firstBare;
    }

    /** Answers the server's first message. */
    String last(String challenge) throws GeneralSecurityException {
        String[] parts = challenge.split(",");
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        byte[] salted = salted(salt, Integer.parseInt(parts[2].substring(2)));
        byte[] bound = Arrays.copyOf(header.getBytes(UTF_8), header.length() + binding.length);
        System.arraycopy(binding, 0, bound, header.length(), binding.length);
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + "," + parts[0];
        String authMessage = firstBare + "," + challenge + "," + withoutProof;
        byte[] proof = hmac(salted, "Client Key");
        byte[] signature = hmac(MessageDigest.getInstance(hash).digest(proof), authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        serverSignature = Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), authMessage));
        return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
    }

    /** Returns what the server has to say at the end, to show that it knows the account too. */
    String expected() {
        return "v=" + serverSignature;
    }

    private byte[] salted(byte[] salt, int iterations) throws GeneralSecurityException {
        int bits = MessageDigest.getInstance(hash).getDigestLength() * 8;
        return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash.replace("-", ""))
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, bits))
                .getEncoded();
    }

    private byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("Hmac" + hash.replace("-", ""));
        mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}

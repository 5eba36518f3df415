package org.jackdaw.stream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate chain with its private key, from PEM files (RFC 7468). */
record PemCertificate(List<X509Certificate> chain, PrivateKey key) {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", Pattern.DOTALL);
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    /**
     * Reads one file or two.
     *
     * @throws IOException if a file cannot be read, or holds no usable certificate or key; the message says why
     */
    static PemCertificate read(Path chainFile, Path keyFile) throws IOException {
        String certificates = Files.readString(chainFile, StandardCharsets.ISO_8859_1);
        String keys = Files.readString(keyFile, StandardCharsets.ISO_8859_1);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new java.util.ArrayList<>();
            for (Matcher found = CERTIFICATE.matcher(certificates); found.find(); ) {
                byte[] pem = found.group().getBytes(StandardCharsets.ISO_8859_1);
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem)));
            }
            Matcher key = KEY.matcher(keys);
            if (chain.isEmpty()) {
                throw new IOException(chainFile + " holds no certificate");
            }
            if (!key.find()) {
                throw new IOException(
                        keyFile + " holds no PKCS#8 key; 'openssl pkcs8 -topk8 -nodes' makes one of yours");
            }
            byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
            String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
            PrivateKey privateKey = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (!belongTogether(chain.getFirst().getPublicKey(), privateKey)) {
                throw new IOException("the first certificate in " + chainFile + " and the key in " + keyFile
                        + " do not belong together");
            }
            return new PemCertificate(List.copyOf(chain), privateKey);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(chainFile + " or its key cannot be used: " + e.getMessage(), e);
        }
    }

    /** No handshake would succeed with a key of another certificate. */
    private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) throws GeneralSecurityException {
        String algorithm = publicKey.getAlgorithm();
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> algorithm;
                });
        byte[] anything = {1};
        signature.initSign(privateKey);
        signature.update(anything);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(anything);
        return signature.verify(signed);
    }
}

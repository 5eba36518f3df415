package org.jackdaw.stream;

import java.io.IOException;
import java.io.InputStream;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes a certificate for a domain that has none, so that a new server is of use at once. The JDK's keytool does it. */
final class SelfSigned {

    private static final String PASSWORD = "of no use outside a file that is gone at once";

    private SelfSigned() {}

    /**
     * Writes chain and key to one PEM file that only the server's user may read.
     *
     * @throws IOException if keytool failed, or the file cannot be written
     */
    static void make(String domain, Path file) throws IOException {
        Path keystore = Files.createTempFile(file.getParent(), "new", ".p12");
        try {
            Files.delete(keystore);
            keytool(IDN.toASCII(domain), keystore);
            KeyStore made = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(keystore)) {
                made.load(in, PASSWORD.toCharArray());
            }
            byte[] certificate = made.getCertificate("jackdaw").getEncoded();
            byte[] key = made.getKey("jackdaw", PASSWORD.toCharArray()).getEncoded();
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, pem("CERTIFICATE", certificate) + pem("PRIVATE KEY", key));
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            Files.deleteIfExists(keystore);
        }
    }

    private static void keytool(String domain, Path keystore) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = List.of(
                tool.toString(),
                "-genkeypair",
                "-alias",
                "jackdaw",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650",
                "-dname",
                "CN=" + domain,
                "-ext",
                "SAN=dns:" + domain + ",dns:*." + domain,
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                throw new IOException("keytool made none for " + domain + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        } finally {
            process.destroy();
        }
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}

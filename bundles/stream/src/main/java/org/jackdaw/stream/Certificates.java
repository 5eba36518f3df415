package org.jackdaw.stream;

import java.io.IOException;
import java.net.IDN;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jackdaw.core.StartProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The served domains' certificates, chosen by the name that the client asks for (RFC 6066 §3), read again when their
 * files change. Thread-safe.
 */
final class Certificates {

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    /** One moment's certificates; its domains in the order in which they are served. */
    private record Loaded(Map<String, PemCertificate> byDomain, SSLContext context, String stamp) {}

    private final Path folder;
    private volatile Loaded loaded;

    /** @throws StartProblem if a domain has no usable certificate and none can be made */
    Certificates(Path folder, boolean own, List<String> domains) {
        this.folder = folder;
        try {
            if (own) {
                Files.createDirectories(folder);
            }
            for (String domain : domains) {
                if (own && files(domain).isEmpty()) {
                    SelfSigned.make(domain, folder.resolve(domain + ".pem"));
                    LOG.info("Made a self-signed certificate for {}: {}", domain, folder.resolve(domain + ".pem"));
                }
            }
            loaded = load(domains);
        } catch (IOException e) {
            throw new StartProblem("No usable certificate: " + e.getMessage());
        }
    }

    /** Reads the files again if one has changed; on any trouble the old certificates stay. */
    void refresh(List<String> domains) {
        String stamp = stamp(domains);
        if (stamp.equals(loaded.stamp())) {
            return;
        }
        try {
            loaded = load(domains);
            LOG.info("Read new certificates from {}", folder);
        } catch (IOException e) {
            LOG.error("The changed certificates are not used: {}", e.getMessage());
            loaded = new Loaded(loaded.byDomain(), loaded.context(), stamp);
        }
    }

    private Loaded load(List<String> domains) throws IOException {
        String stamp = stamp(domains);
        Map<String, PemCertificate> found = new LinkedHashMap<>();
        for (String domain : domains) {
            Optional<List<Path>> files = files(domain);
            if (files.isPresent()) {
                found.put(
                        domain,
                        PemCertificate.read(files.get().getFirst(), files.get().getLast()));
            } else {
                LOG.warn("There is no certificate for {} in {}", domain, folder);
            }
        }
        if (found.isEmpty()) {
            throw new IOException("there is none for any served domain in " + folder);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new BySni(found)}, null, null);
            // Tickets carry sessions to their clients; what a cache here would hold, it would hold for a day.
            context.getServerSessionContext().setSessionCacheSize(1000);
            return new Loaded(found, context, stamp);
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Returns chain file and key file of a domain, which may be one; empty if there are none. */
    private Optional<List<Path>> files(String domain) {
        Path single = folder.resolve(domain + ".pem");
        if (Files.exists(single)) {
            return Optional.of(List.of(single));
        }
        Path chain = folder.resolve(domain).resolve("fullchain.pem");
        Path key = folder.resolve(domain).resolve("privkey.pem");
        return Files.exists(chain) && Files.exists(key) ? Optional.of(List.of(chain, key)) : Optional.empty();
    }

    private String stamp(List<String> domains) {
        List<String> parts = new ArrayList<>(domains);
        for (String domain : domains) {
            for (Path file : files(domain).orElse(List.of())) {
                try {
                    parts.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
                } catch (IOException e) {
                    parts.add(file + " unreadable");
                }
            }
        }
        return String.join("\n", parts);
    }

    /**
     * Returns a server's engine.
     *
     * @param domain whose certificate to show a client that names none, or one that is not served
     * @param direct whether TLS begins with the connection, so that ALPN names the protocol (XEP-0368 §3)
     */
    SSLEngine engine(String domain, boolean direct) {
        SSLEngine engine = loaded.context().createSSLEngine(domain, -1);
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setUseCipherSuitesOrder(true);
        parameters.setCipherSuites(java.util.Arrays.stream(engine.getSupportedCipherSuites())
                .filter(Certificates::isStrong)
                .toArray(String[]::new));
        engine.setSSLParameters(parameters);
        if (direct) {
            engine.setHandshakeApplicationProtocolSelector(
                    (e, offered) -> offered.contains("xmpp-client") ? "xmpp-client" : null);
        }
        return engine;
    }

    /** Forward secrecy and authenticated encryption (RFC 9325 §4.2). */
    private static boolean isStrong(String suite) {
        boolean tls13 = suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_");
        return tls13 || suite.startsWith("TLS_ECDHE_") && (suite.contains("_GCM_") || suite.contains("_CHACHA20_"));
    }

    /** Chooses by the name in the client's hello, then by the domain that the engine was made for. */
    private static final class BySni extends X509ExtendedKeyManager {

        private final Map<String, PemCertificate> certificates;

        BySni(Map<String, PemCertificate> certificates) {
            this.certificates = certificates;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            List<String> wanted = new ArrayList<>();
            if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
                for (SNIServerName name : session.getRequestedServerNames()) {
                    if (name instanceof SNIHostName host) {
                        wanted.add(IDN.toUnicode(host.getAsciiName()).toLowerCase(Locale.ROOT));
                    }
                }
            }
            wanted.add(String.valueOf(engine.getPeerHost()));
            String domain = wanted.stream()
                    .filter(certificates::containsKey)
                    .findFirst()
                    .orElse(certificates.keySet().iterator().next());
            String algorithm = certificates.get(domain).key().getAlgorithm();
            return algorithm.equals(keyType) || keyType.startsWith(algorithm + "_") ? domain : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return certificates.get(alias).chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return certificates.get(alias).key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return certificates.keySet().toArray(String[]::new);
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}

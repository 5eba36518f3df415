package org.jackdaw.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a client's engine of the JDK, without a network. */
class TlsChannelTest {

    @TempDir
    static Path folder;

    private static Certificates certificates;

    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private TlsChannel channel;
    private SSLEngine client;

    @BeforeAll
    static void makeCertificates() {
        certificates = new Certificates(folder, true, List.of("capulet.example", "montague.example"));
    }

    private void shakeHands(String version, String sni, int piece) throws Exception {
        channel = new TlsChannel(certificates.engine("capulet.example", true));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        client = context.createSSLEngine("localhost", 1);
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setServerNames(List.of(new SNIHostName(sni)));
        parameters.setApplicationProtocols(new String[] {"xmpp-client"});
        client.setSSLParameters(parameters);
        client.beginHandshake();
        for (int turn = 0; turn < 20 && !channel.isSecured(); turn++) {
            said.writeBytes(fromClient(new byte[0]));
            byte[] hello = said.toByteArray();
            said.reset();
            for (int i = 0; i < hello.length; i += piece) {
                toClient(read(Arrays.copyOfRange(hello, i, Math.min(hello.length, i + piece))));
            }
        }
    }

    private byte[] read(byte[] network) throws SSLException {
        return channel.read(ByteBuffer.wrap(network), plain::write);
    }

    private byte[] fromClient(byte[] text) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(200_000);
        ByteBuffer in = ByteBuffer.wrap(text);
        do {
            client.wrap(in, out);
            tasks();
        } while (in.hasRemaining() || client.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** What the client has to say before it reads on is kept for its next turn. */
    private byte[] toClient(byte[] network) throws SSLException {
        ByteBuffer in = ByteBuffer.wrap(network);
        ByteBuffer out = ByteBuffer.allocate(200_000);
        while (in.hasRemaining()) {
            if (client.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                said.writeBytes(fromClient(new byte[0]));
            }
            client.unwrap(in, out);
            tasks();
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private void tasks() {
        for (Runnable task = client.getDelegatedTask(); task != null; task = client.getDelegatedTask()) {
            task.run();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,100000", "TLSv1.2,100000", "TLSv1.3,50", "TLSv1.2,7"})
    void carriesBytesBothWaysHoweverTheyAreCut(String version, int piece) throws Exception {
        shakeHands(version, "capulet.example", piece);
        assertThat(channel.isSecured()).isTrue();
        assertThat(client.getApplicationProtocol()).isEqualTo("xmpp-client");

        byte[] sent = fromClient("hello".getBytes(UTF_8));
        for (byte b : sent) {
            read(new byte[] {b});
        }
        assertThat(plain.toString(UTF_8)).isEqualTo("hello");

        byte[] large = new byte[100_000];
        Arrays.fill(large, (byte) 'x');
        List<int[]> records = new ArrayList<>();
        byte[] written = channel.write(large, (read, made) -> records.add(new int[] {read, made}));
        assertThat(records).hasSizeGreaterThan(5);
        assertThat(records.getLast()).containsExactly(large.length, written.length);
        int[] third = records.get(2);
        assertThat(toClient(Arrays.copyOf(written, third[1]))).hasSize(third[0]);
        assertThat(toClient(Arrays.copyOfRange(written, third[1], written.length)))
                .hasSize(large.length - third[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bindsToTheChannelAsTheClientSeesIt(String version) throws Exception {
        shakeHands(version, "montague.example", 100_000);
        ExtendedSSLSession session = (ExtendedSSLSession) client.getSession();

        assertThat(channel.channelBinding("tls-exporter"))
                .contains(session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32));
        byte[] certificate = session.getPeerCertificates()[0].getEncoded();
        // keytool signs with SHA-256 or SHA-384; the hash follows it.
        String signature = ((X509Certificate) session.getPeerCertificates()[0]).getSigAlgName();
        String hash = signature.startsWith("SHA384") ? "SHA-384" : "SHA-256";
        assertThat(channel.channelBinding("tls-server-end-point"))
                .contains(java.security.MessageDigest.getInstance(hash).digest(certificate));
        assertThat(channel.channelBinding("tls-unique")).isEmpty();
    }

    @Test
    void showsTheCertificateThatTheClientAsksFor() throws Exception {
        for (String domain : List.of("capulet.example", "montague.example")) {
            shakeHands("TLSv1.3", domain, 100_000);
            X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
            assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=" + domain);
        }
        shakeHands("TLSv1.3", "verona.example", 100_000);
        X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
        assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=capulet.example");
    }

    @Test
    void refusesWhatIsNotTls() {
        channel = new TlsChannel(certificates.engine("capulet.example", true));

        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> read("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8)));
        assertThat(channel.isSecured()).isFalse();
        assertThat(channel.channelBinding("tls-exporter")).isEmpty();
    }

    @Test
    void noticesThatThePeerCloses() throws Exception {
        shakeHands("TLSv1.3", "capulet.example", 100_000);
        client.closeOutbound();

        read(fromClient(new byte[0]));

        assertThat(channel.isClosed()).isTrue();
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

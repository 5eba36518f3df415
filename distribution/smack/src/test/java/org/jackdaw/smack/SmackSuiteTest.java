package org.jackdaw.smack;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import java.util.stream.Stream;
import org.jackdaw.itest.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The integration tests that Smack ships: a peer's idea of the protocol. Each class runs in a process and on accounts of
 * its own, because Smack ends its whole run when one test gets no answer. A class passes when it has tests and all of
 * them do; what is not run stands in {@code not-run.properties}.
 */
class SmackSuiteTest {

    private static final int CLASS_SECONDS = 60;
    private static final String TRUST_PASSWORD = "secret";

    @TempDir
    private static Path folder;

    private static Path trusted;
    private static Path logs;

    /** Makes Smack trust the server's certificate, in Java's way. */
    @BeforeAll
    static void trustServer() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(Stage.shared().certificate())) {
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        trusted = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(trusted)) {
            store.store(out, TRUST_PASSWORD.toCharArray());
        }
        logs = Files.createDirectories(Path.of(System.getProperty("smack.logs")));
    }

    @TestFactory
    Stream<DynamicTest> suite() throws Exception {
        Properties notRun = notRun();
        return SmackClasses.names().stream()
                .filter(name -> !notRun.containsKey(shortName(name)))
                .filter(name -> name.contains(System.getProperty("only", "")))
                .map(name -> DynamicTest.dynamicTest(shortName(name), () -> run(name)));
    }

    @Test
    void whatIsNotRunIsOfTheSuite() throws Exception {
        assertThat(SmackClasses.names().stream().map(SmackSuiteTest::shortName))
                .containsAll(notRun().stringPropertyNames());
    }

    private static String shortName(String name) {
        return name.replace("org.jivesoftware.", "");
    }

    private static Properties notRun() throws Exception {
        Properties classes = new Properties();
        try (InputStream in = SmackSuiteTest.class.getResourceAsStream("not-run.properties")) {
            classes.load(in);
        }
        return classes;
    }

    private static void run(String name) throws Exception {
        Path results = logs.resolve(name + ".txt");
        Path log = logs.resolve(name + ".log");
        Process process = command(name)
                .redirectOutput(results.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(CLASS_SECONDS, SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("No end within " + CLASS_SECONDS + " seconds, see " + log);
        }
        assertThat(process.exitValue()).as("exit code, see " + log).isZero();
        assertThat(Files.readAllLines(results))
                .as("see " + log)
                .isNotEmpty()
                .allMatch(line -> line.startsWith(SmackRun.PASSED));
    }

    private static ProcessBuilder command(String name) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.net.preferIPv4Stack=true",
                "-Djavax.net.ssl.trustStore=" + trusted,
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                "-Djavax.net.ssl.trustStorePassword=" + TRUST_PASSWORD,
                "-Dsmack.port=" + Stage.shared().port(),
                "-Dsinttest.service=localhost",
                "-Dsinttest.host=127.0.0.1",
                "-Dsinttest.dnsResolver=javax",
                "-Dsinttest.securityMode=required",
                "-Dsinttest.replyTimeout=10000",
                // Smack's other connection, ModularXmppClientToServerConnection, loses input: docs/testing.md.
                "-Dsinttest.defaultConnection=tcp",
                "-Dsinttest.enabledConnections=tcp",
                "-Dsinttest.testPackages=" + name.substring(0, name.lastIndexOf('.')),
                "-Dsinttest.enabledTests=" + name,
                "-cp",
                System.getProperty("java.class.path"),
                SmackRun.class.getName());
    }
}

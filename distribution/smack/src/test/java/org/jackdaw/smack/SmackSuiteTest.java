package org.jackdaw.smack;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
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
 * them do; what is not run stands in {@code not-run.properties}. The tests in {@code races.properties}, whose end two threads
 * of Smack decide, run by themselves, until one passes.
 */
class SmackSuiteTest {

    private static final int CLASS_SECONDS = 60;

    /** One try in two fails, about; if all do, it is not Smack. */
    private static final int TRIES = 20;

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
    Stream<DynamicTest> classes() throws Exception {
        Set<String> notRun = listed("not-run");
        Set<String> races = listed("races");
        return SmackClasses.names().stream()
                .filter(name -> !notRun.contains(name))
                .filter(SmackSuiteTest::isWanted)
                .map(name -> DynamicTest.dynamicTest(name, () -> runAll(name, races)));
    }

    private static void runAll(String name, Set<String> races) throws Exception {
        SortedSet<String> tests = SmackClasses.tests(name);
        // Smack would leave out the whole class if it were told what to leave out.
        tests.removeAll(races);
        assertThat(run(name, name, tests)).as("see " + logs).isNotEmpty().allMatch(SmackSuiteTest::hasPassed);
    }

    @TestFactory
    Stream<DynamicTest> races() throws Exception {
        return listed("races").stream()
                .filter(SmackSuiteTest::isWanted)
                .map(test -> DynamicTest.dynamicTest(test, () -> race(test)));
    }

    private static void race(String test) throws Exception {
        List<String> results = List.of();
        for (int tries = 0; tries < TRIES && results.stream().noneMatch(SmackSuiteTest::hasPassed); tries++) {
            results = run(className(test), test, Set.of(test));
        }
        assertThat(results).as("the last of %d tries", TRIES).anyMatch(SmackSuiteTest::hasPassed);
    }

    private static boolean hasPassed(String line) {
        return line.startsWith(SmackRun.PASSED);
    }

    @Test
    void whatIsListedIsOfTheSuite() throws Exception {
        assertThat(SmackClasses.names()).containsAll(listed("not-run"));
        for (String test : listed("races")) {
            assertThat(SmackClasses.tests(className(test))).contains(test);
        }
    }

    private static String className(String test) {
        return test.substring(0, test.lastIndexOf('.'));
    }

    private static boolean isWanted(String name) {
        return name.contains(System.getProperty("only", ""));
    }

    private static Set<String> listed(String file) throws Exception {
        Properties reasons = new Properties();
        try (InputStream in = SmackSuiteTest.class.getResourceAsStream(file + ".properties")) {
            reasons.load(in);
        }
        return reasons.stringPropertyNames();
    }

    /** Returns Smack's results of tests of a class. */
    private static List<String> run(String className, String runName, Set<String> tests) throws Exception {
        Path results = logs.resolve(runName + ".txt");
        Path log = logs.resolve(runName + ".log");
        Process process = command(className, tests)
                .redirectOutput(results.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(CLASS_SECONDS, SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("No end within " + CLASS_SECONDS + " seconds, see " + log);
        }
        assertThat(process.exitValue()).as("exit code, see " + log).isZero();
        return Files.readAllLines(results);
    }

    private static ProcessBuilder command(String className, Set<String> tests) {
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
                "-Dsinttest.testPackages=org.jivesoftware." + className.substring(0, className.lastIndexOf('.')),
                "-Dsinttest.enabledTests=" + String.join(",", tests),
                "-cp",
                System.getProperty("java.class.path"),
                SmackRun.class.getName());
    }
}

package org.jackdaw.smack;

import java.io.PrintStream;
import org.igniterealtime.smack.inttest.Configuration;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework.TestRunResult;
import org.igniterealtime.smack.inttest.XmppConnectionDescriptor;
import org.igniterealtime.smack.inttest.XmppConnectionManager;
import org.jivesoftware.smack.XMPPConnection;
import org.jivesoftware.smack.XMPPConnectionRegistry;
import org.jivesoftware.smack.c2s.ModularXmppClientToServerConnection;
import org.jivesoftware.smack.c2s.ModularXmppClientToServerConnectionConfiguration;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.iqregister.packet.Registration;

/**
 * The main class of a process that runs what the system properties {@code sinttest.*} say (Smack's own way) against the
 * port {@code smack.port}, and prints a line for each test of Smack's result.
 */
final class SmackRun {

    static final String PASSED = "passed ";
    static final String FAILED = "failed ";
    static final String NOT_POSSIBLE = "not possible ";

    private static final int END_MILLIS = 100;

    private SmackRun() {}

    public static void main(String[] arguments) throws Exception {
        // What is printed is results; libraries of Smack's log there too.
        PrintStream results = System.out;
        System.setOut(System.err);
        connectTo(Integer.getInteger("smack.port"));
        XMPPConnectionRegistry.addConnectionCreationListener(SmackRun::hurryAtTheEnd);
        TestRunResult result = new SmackIntegrationTestFramework(Configuration.newConfiguration(new String[0])).run();
        result.getSuccessfulTests().forEach(test -> print(results, PASSED, test.concreteTest, ""));
        result.getFailedTests().forEach(test -> print(results, FAILED, test.concreteTest, test.failureReason));
        result.getNotPossibleTests()
                .forEach(test -> print(results, NOT_POSSIBLE, test.concreteTest, test.testNotPossibleException));
        System.exit(0); // Smack's threads go on
    }

    /** Smack's configuration knows no port; its kinds of connections do. */
    private static void connectTo(int port) throws ReflectiveOperationException {
        for (String other :
                new String[] {"modular-nocompress", "modular-websocket-okhttp", "modular-websocket-java11"}) {
            XmppConnectionManager.removeConnectionDescriptor(other);
        }
        XmppConnectionManager.addConnectionDescriptor(XmppConnectionDescriptor.buildWith(
                        XMPPTCPConnection.class,
                        XMPPTCPConnectionConfiguration.class,
                        XMPPTCPConnectionConfiguration.Builder.class)
                .withNickname("tcp")
                .applyExtraConfiguration(connection -> connection.setPort(port))
                .build());
        XmppConnectionManager.addConnectionDescriptor(XmppConnectionDescriptor.buildWith(
                        ModularXmppClientToServerConnection.class,
                        ModularXmppClientToServerConnectionConfiguration.class,
                        ModularXmppClientToServerConnectionConfiguration.Builder.class)
                .withNickname("modular")
                .applyExtraConfiguration(connection -> connection.setPort(port))
                .build());
    }

    /**
     * Smack removes its accounts at the end. If it has read the stream error that follows before it closes the stream
     * itself, it waits in vain for the answer to that; not for long, because the server is thrown away anyway.
     */
    private static void hurryAtTheEnd(XMPPConnection connection) {
        connection.addStanzaSendingListener(
                removal -> connection.setReplyTimeout(END_MILLIS),
                stanza -> stanza instanceof Registration && connection.isAuthenticated());
    }

    private static void print(PrintStream results, String outcome, Object test, Object reason) {
        results.println(outcome + (test + " " + reason).replaceAll("\\s+", " "));
    }
}

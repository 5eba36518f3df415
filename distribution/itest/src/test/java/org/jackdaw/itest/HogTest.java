package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plugin that computes for 0.4 s in each call, for as many clients as there are twice over processors, beside 200 clients
 * that send a thousand messages a second through other plugins. The long form is {@code distribution/itest/hog}.
 */
@Tag("alone")
class HogTest {

    private static final int TURNS = Integer.getInteger("jackdaw.hog.turns", 2);

    /** What the hog may add to the p99, in per cent; nothing is asserted without it, for a busy machine is slow at times. */
    private static final Integer ALLOWED_PERCENT = Integer.getInteger("jackdaw.hog.allowedPercent");

    private static final int CLIENTS = 4;

    /** Only who asserts the p99 needs one of warm code, and as many answers. */
    private static final long WARM_MILLIS = ALLOWED_PERCENT == null ? 2_000 : 8_000;

    private static final long TURN_MILLIS = ALLOWED_PERCENT == null ? 3_000 : 5_000;
    private static final String ASK = "<do xmlns='urn:test:troubled'>computes</do>";

    @TempDir
    private Path folder;

    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean asks;

    @Test
    void theOthersDoNotWaitForAPluginThatComputes() throws Exception {
        try (SwapLoad load = new SwapLoad(folder)) {
            load.drop(new TestBundle("hog")
                    .header("Bundle-Version", "1")
                    .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j")
                    .component(Troubled.class, """
                            <service><provide interface="org.jackdaw.plugin.IqHandler"/></service>
                            <property name="jackdaw.iq.element" value="do"/>
                            <property name="jackdaw.iq.namespace" value="urn:test:troubled"/>
                            <property name="jackdaw.iq.type" value="SET"/>
                            <property name="jackdaw.iq.to" value="SERVER"/>
                            """));
            load.awaits(0, "The plugin hog 1.0.0 serves");
            Thread.sleep(WARM_MILLIS);
            List<long[]> quiet = new ArrayList<>();
            List<long[]> busy = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                quiet.add(window(load, false));
                busy.add(window(load, true));
            }

            load.endsWell();
            assertThat(answered.get()).as("answers of the hog").isGreaterThan(TURNS);
            assertThat(load.server().output()).contains("hog 1.0.0 computes long");
            double without = load.p99Millis(quiet);
            double with = load.p99Millis(busy);
            System.out.printf(
                    "p99 %.1f ms without, %.1f ms with a hog; the slowest %.0f ms%n",
                    without, with, load.longestMillis(busy));
            if (ALLOWED_PERCENT != null) {
                assertThat(with).as("p99 with a hog, ms").isLessThan(without * (100 + ALLOWED_PERCENT) / 100);
            }
        }
    }

    private long[] window(SwapLoad load, boolean withHog) throws Exception {
        asks = withHog;
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; withHog && i < CLIENTS; i++) {
            PlainClient client = load.client("hog" + i);
            clients.add(Thread.ofVirtual().start(() -> ask(client)));
        }
        long begin = System.nanoTime();
        Thread.sleep(TURN_MILLIS);
        long[] window = {begin, System.nanoTime()};
        asks = false;
        for (Thread client : clients) {
            client.join();
        }
        return window;
    }

    /** Some are turned away, for the hog is not called all the time. */
    private void ask(PlainClient client) {
        try (client) {
            while (asks) {
                try {
                    client.set(ASK);
                    answered.incrementAndGet();
                } catch (PlainClient.Refused e) {
                    Thread.sleep(100);
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

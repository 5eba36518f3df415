package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jackdaw.testkit.PlainClient;

/** Writes numbered messages to somebody who is away, and who looks in now and then. */
final class MessageWork implements Work {

    private static final int BURST = 8;
    private static final int BURSTS_BETWEEN_VISITS = 5;

    private final String account;
    private final String reader;
    private final Set<Integer> acknowledged = new TreeSet<>();

    /** Those that the reader has, and that the server has to have forgotten. */
    private final Set<Integer> taken = new HashSet<>();

    private int sent;
    private int bursts;

    MessageWork(String account) {
        this.account = account;
        reader = account + "-reader";
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public void prepare(int port) throws IOException {
        Work.super.prepare(port);
        try (PlainClient client = new PlainClient(port)) {
            client.register(reader, PASSWORD);
        }
    }

    @Override
    public void step(PlainClient client, int port) throws IOException {
        int first = sent + 1;
        sent += BURST;
        for (int number = first; number <= sent; number++) {
            client.write("<message type='chat' to='" + reader + "@" + PlainClient.DOMAIN + "'><body>" + number
                    + "</body></message>");
        }
        client.ping();
        for (int number = first; number <= sent; number++) {
            acknowledged.add(number);
        }
        if (++bursts % BURSTS_BETWEEN_VISITS == 0) {
            visit(port);
        }
    }

    @Override
    public void check(PlainClient client, int port) throws IOException {
        visit(port);
    }

    /** Leaves before it closes the stream, so that nothing is on its way to it then. */
    private void visit(int port) throws IOException {
        try (PlainClient client = PlainClient.login(port, reader, PASSWORD)) {
            try {
                client.write("<presence/>");
                client.ping();
                client.write("<presence type='unavailable'/>");
                client.ping();
            } finally {
                read(numbers(client));
            }
            taken.addAll(numbers(client));
        }
        assertThat(acknowledged).as("messages to %s that were lost", reader).isEmpty();
    }

    private static List<Integer> numbers(PlainClient client) {
        return client.messages().stream()
                .map(message -> message.getElementsByTagName("body").item(0).getTextContent())
                .map(Integer::valueOf)
                .toList();
    }

    /** A message that the server had no time to forget comes again; nothing else may. */
    private void read(List<Integer> numbers) {
        assertThat(numbers)
                .as("messages to %s", reader)
                .isSorted()
                .doesNotHaveDuplicates()
                .noneMatch(taken::contains)
                .allMatch(number -> number <= sent);
        acknowledged.removeAll(numbers);
    }
}

package org.jackdaw.itest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jackdaw.testkit.PlainClient;

/** Makes accounts. */
final class RegistrationWork implements Work {

    private final String account;
    private final List<String> acknowledged = new ArrayList<>();
    private int made;

    RegistrationWork(String account) {
        this.account = account;
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public void step(PlainClient client, int port) throws IOException {
        String name = account + "-" + ++made;
        try (PlainClient stranger = new PlainClient(port)) {
            stranger.register(name, PASSWORD);
        }
        acknowledged.add(name);
    }

    /** Logs in with each that is new. */
    @Override
    public void check(PlainClient client, int port) throws IOException {
        for (String name : acknowledged) {
            PlainClient.login(port, name, PASSWORD).close();
        }
        acknowledged.clear();
    }
}

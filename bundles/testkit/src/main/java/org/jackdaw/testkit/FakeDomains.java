package org.jackdaw.testkit;

import java.util.List;
import org.jackdaw.plugin.Domains;

/** The served domains, the main one first. */
public record FakeDomains(List<String> served) implements Domains {

    public FakeDomains(String... served) {
        this(List.of(served));
    }
}

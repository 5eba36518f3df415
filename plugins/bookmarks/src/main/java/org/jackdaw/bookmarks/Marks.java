package org.jackdaw.bookmarks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.store.Store;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.XmlWriter;

/** What this plugin itself is doing with the nodes of an account: all its versions are told of it, and must not answer it. */
final class Marks {

    static final String BUSY = "busy";

    private final Store store;

    Marks(Store store) {
        this.store = store;
    }

    /** Returns the mark for publishing a list. */
    static String own(Element storage) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(XmlWriter.bytes(storage, ""));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Does some work while an account is marked. */
    void during(Jid account, String mark, Runnable work) {
        String key = mark + " " + UUID.randomUUID();
        store.update(account, key, old -> Optional.of(new DefaultElement("mark")));
        try {
            work.run();
        } finally {
            store.update(account, key, old -> Optional.empty());
        }
    }

    boolean has(Jid account, String mark) {
        return store.all(account).keySet().stream().anyMatch(key -> key.startsWith(mark + " "));
    }
}

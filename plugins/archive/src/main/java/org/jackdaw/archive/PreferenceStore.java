package org.jackdaw.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.dom4j.Element;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The preferences that accounts have set (XEP-0441). Those in use are remembered: every message asks for two. Thread-safe. */
@Component(service = PreferenceStore.class)
public final class PreferenceStore {

    private static final String KEY = "prefs";
    private static final int KNOWN = 20_000;

    private final ArchiveConfig config;
    private final Store store;

    /** Of any account: they are rare. */
    private final AtomicLong changes = new AtomicLong();

    private final Map<Jid, Preferences> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Jid, Preferences> eldest) {
            return size() > KNOWN;
        }
    });

    @Activate
    public PreferenceStore(@Reference Archive archive, @Reference Stores stores) {
        config = archive.config();
        store = stores.open("archive", Lifetime.DURABLE);
    }

    Preferences of(Jid account) {
        Preferences cached = known.get(account);
        if (cached != null) {
            return cached;
        }
        // Nobody waits for another's reading, so what was read must not stay if it was changed meanwhile.
        long before = changes.get();
        Preferences read = read(account);
        synchronized (known) {
            if (changes.get() == before) {
                known.put(account, read);
            }
        }
        return read;
    }

    private Preferences read(Jid account) {
        Optional<Element> stored = store.get(account, KEY);
        return stored.isPresent()
                ? Preferences.of(stored.get(), Integer.MAX_VALUE)
                : Preferences.of(config.archiving());
    }

    /** @throws org.jackdaw.xmpp.StanzaException if they are not as the XEP has them */
    Preferences set(Jid account, Element prefs) {
        Preferences next = Preferences.of(prefs, config.addresses());
        store.update(account, KEY, old -> Optional.of(next.element()));
        forget(account);
        return next;
    }

    /** What is stored has changed. */
    void forget(Jid account) {
        synchronized (known) {
            changes.incrementAndGet();
            known.remove(account);
        }
    }
}

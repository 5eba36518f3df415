package org.jackdaw.plugin;

/**
 * What a plugin may do only if it says so, by {@link Needs}, and the operator grants it. This keeps honest plugins to what
 * they declare; it is no sandbox against hostile bytecode, which runs in the server's process and can do whatever that can.
 */
public enum Permission {
    /** Sees what people write. Without it a {@link StanzaFilter} gets messages without their texts. */
    SEE_BODIES("sees what people write"),
    /**
     * Sends from addresses other than those of the domains that the plugin serves ({@link DomainHandler}): as the server,
     * an account or another service.
     */
    SEND_AS_OTHERS("sends in the name of others"),
    /** Opens a store that another plugin made ({@link org.jackdaw.store.Stores}). */
    OPEN_STORES_OF_OTHERS("opens what other plugins store"),
    /** Uses the SQL database ({@link org.jackdaw.store.Database}), in which it can read and change everything. */
    USE_DATABASE("uses the database, in which it can read and change everything");

    private final String sentence;

    Permission(String sentence) {
        this.sentence = sentence;
    }

    /** Returns what the plugin does with it, for people: continues a sentence that begins with the plugin's name. */
    public String sentence() {
        return sentence;
    }
}

package org.jackdaw.storage;

/** How long the names of things in a store may be. */
final class Keys {

    private static final int KEY = 500;
    private static final int STORE = 64;

    private Keys() {}

    static void check(String key) {
        if (key.length() > KEY) {
            throw new IllegalArgumentException("a key of over " + KEY + " characters");
        }
    }

    static void checkStore(String name) {
        if (name.isEmpty() || name.length() > STORE) {
            throw new IllegalArgumentException("a store's name has 1 to " + STORE + " characters");
        }
    }
}

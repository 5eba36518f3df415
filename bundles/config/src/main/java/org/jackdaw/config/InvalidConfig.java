package org.jackdaw.config;

/** Why a configuration file is refused: the key or the line, and the reason. */
final class InvalidConfig extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidConfig(String reason) {
        super(reason);
    }
}

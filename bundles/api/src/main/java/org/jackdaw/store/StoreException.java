package org.jackdaw.store;

/** The database did not do what it was asked. Nothing was changed. */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}

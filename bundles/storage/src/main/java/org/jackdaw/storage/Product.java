package org.jackdaw.storage;

import javax.sql.DataSource;
import org.jackdaw.store.Database;

/** One of the databases that the server can work on. */
sealed interface Product permits DerbyProduct, PostgresqlProduct {

    Database.Dialect dialect();

    /** Returns the query for how many rows a table has, and how many bytes it takes up, indexes and all. */
    String sizeQuery(String table);

    /**
     * Makes a first connection, and the database itself if it is an embedded one.
     *
     * @return where connections come from, without a pool
     * @throws org.jackdaw.core.StartProblem if the database cannot be used
     */
    DataSource start();

    /** Ends the database, if it runs inside this process; no connection is in use any more. */
    void stop();
}

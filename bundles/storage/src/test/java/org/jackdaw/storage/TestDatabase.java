package org.jackdaw.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.PostgresServer;
import org.jackdaw.xmpp.Jid;

/** The databases that the tests run on. */
final class TestDatabase {

    static final Jid ROMEO = Jid.of("romeo@montague.example");
    static final Jid JULIET = Jid.of("juliet@capulet.example");

    private TestDatabase() {}

    /** Opens a database of its own, with nothing in it. */
    static SqlDatabase empty(Database.Dialect dialect, Path folder) throws Exception {
        return switch (dialect) {
            case DERBY -> SqlDatabase.derby(Files.createTempDirectory(folder, "data"));
            case POSTGRESQL ->
                SqlDatabase.postgresql(
                        PostgresServer.shared().newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD);
        };
    }
}

package org.jackdaw.muc;

import java.time.Clock;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.Turns;
import org.jackdaw.store.Database;
import org.jackdaw.store.Stores;

/** What those who handle what is sent to rooms have in common. */
record Parts(
        MucConfig config,
        Router router,
        Rooms rooms,
        RoomTable table,
        RequestTable requests,
        OccupantStore store,
        Presences presences,
        RoomArchives archives,
        GoneRooms gone,
        RoomLog log,
        History history,
        Retractions retractions,
        Subjects subjects,
        Leaving leaving,
        Limits limits,
        AuditLog audit,
        Following following,
        HatTable hats) {

    /** What the server gives. */
    record Services(Router router, Database database, Stores stores, Turns turns, Clock clock) {}

    static Parts of(MucConfig config, Services server) {
        Database database = server.database();
        Clock clock = server.clock();
        Router router = server.router();
        RoomTable table = new RoomTable(database);
        OccupantStore store = new OccupantStore(server.stores());
        RoomArchives archives = new RoomArchives();
        GoneRooms gone = new GoneRooms(table, archives);
        HatTable hats = new HatTable(database);
        Presences presences = new Presences(router, hats);
        RoomLog log = new RoomLog(archives, table, new HistoryStore(server.stores(), config.history()), clock);
        History history = new History(log, router, clock, config.history());
        RequestTable requests = new RequestTable(database, clock);
        return new Parts(
                config,
                router,
                new Rooms(table, store, gone, server.turns()),
                table,
                requests,
                store,
                presences,
                archives,
                gone,
                log,
                history,
                new Retractions(log, clock),
                new Subjects(table, router, clock),
                new Leaving(store, presences, history, router),
                new Limits(config, table, store.attendance(), clock),
                new AuditLog(database, clock, config),
                new Following(new FollowerTable(database), requests),
                hats);
    }
}

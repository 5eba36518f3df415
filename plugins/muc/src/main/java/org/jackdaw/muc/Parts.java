package org.jackdaw.muc;

import org.jackdaw.plugin.Router;

/** What the requests to rooms have in common. */
record Parts(
        MucConfig config,
        Router router,
        Rooms rooms,
        RoomTable table,
        RequestTable requests,
        OccupantStore store,
        Presences presences,
        RoomArchives archives,
        RoomLog log,
        History history,
        Leaving leaving,
        Limits limits,
        AuditLog audit,
        Following following,
        HatTable hats) {}

CREATE TABLE muc_room (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service VARCHAR(1024) NOT NULL,
    name VARCHAR(1024) NOT NULL,
    creator VARCHAR(2048) NOT NULL,
    created BIGINT NOT NULL,
    locked SMALLINT NOT NULL,
    persistent SMALLINT NOT NULL,
    listed SMALLINT NOT NULL,
    title VARCHAR(1024) NOT NULL,
    description VARCHAR(1024) NOT NULL,
    secret VARCHAR(64) FOR BIT DATA NOT NULL,
    config BLOB NOT NULL,
    archived SMALLINT DEFAULT 0 NOT NULL,
    subject BLOB NOT NULL
);
CREATE UNIQUE INDEX muc_room_name ON muc_room (service, name);
CREATE INDEX muc_room_listed ON muc_room (service, listed, name);
CREATE INDEX muc_room_creator ON muc_room (creator);
CREATE INDEX muc_room_persistent ON muc_room (persistent);
CREATE TABLE muc_member (
    room BIGINT NOT NULL REFERENCES muc_room (id) ON DELETE CASCADE,
    jid VARCHAR(2048) NOT NULL,
    affiliation VARCHAR(16) NOT NULL,
    nick VARCHAR(1024) NOT NULL,
    reason VARCHAR(1024) NOT NULL,
    PRIMARY KEY (room, jid)
);
CREATE INDEX muc_member_jid ON muc_member (jid);

CREATE TABLE muc_request (
    room BIGINT NOT NULL REFERENCES muc_room (id) ON DELETE CASCADE,
    kind VARCHAR(16) NOT NULL,
    jid VARCHAR(2048) NOT NULL,
    text VARCHAR(3100) NOT NULL,
    made BIGINT NOT NULL,
    PRIMARY KEY (room, kind, jid)
);

CREATE TABLE muc_card (
    room BIGINT PRIMARY KEY REFERENCES muc_room (id) ON DELETE CASCADE,
    card BLOB NOT NULL
);

-- Rooms that were removed, but for their archives.
CREATE TABLE muc_gone (
    room BIGINT PRIMARY KEY,
    service VARCHAR(1024) NOT NULL,
    name VARCHAR(1024) NOT NULL
);

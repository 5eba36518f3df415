-- Members who get what is said while they are away.
CREATE TABLE muc_follower (
    room BIGINT NOT NULL REFERENCES muc_room (id) ON DELETE CASCADE,
    jid VARCHAR(2048) NOT NULL,
    PRIMARY KEY (room, jid)
);
CREATE INDEX muc_follower_jid ON muc_follower (jid);

CREATE TABLE muc_hat (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room BIGINT NOT NULL REFERENCES muc_room (id) ON DELETE CASCADE,
    uri VARCHAR(500) NOT NULL,
    title VARCHAR(100) NOT NULL,
    hue VARCHAR(20) NOT NULL
);
CREATE UNIQUE INDEX muc_hat_uri ON muc_hat (room, uri);

-- Who wears a hat.
CREATE TABLE muc_wearer (
    hat BIGINT NOT NULL REFERENCES muc_hat (id) ON DELETE CASCADE,
    jid VARCHAR(2048) NOT NULL,
    PRIMARY KEY (hat, jid)
);
CREATE INDEX muc_wearer_jid ON muc_wearer (jid);
CREATE INDEX muc_request_jid ON muc_request (jid);

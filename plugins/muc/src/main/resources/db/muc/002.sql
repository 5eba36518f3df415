-- Members who get what is said while they are away.
CREATE TABLE muc_follower (
    room BIGINT NOT NULL REFERENCES muc_room (id) ON DELETE CASCADE,
    jid VARCHAR(2048) NOT NULL,
    PRIMARY KEY (room, jid)
);
CREATE INDEX muc_follower_jid ON muc_follower (jid);

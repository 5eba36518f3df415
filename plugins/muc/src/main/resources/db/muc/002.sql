-- What was done to rooms, also to those that are no more.
CREATE TABLE muc_audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    made BIGINT NOT NULL,
    room VARCHAR(2100) NOT NULL,
    actor VARCHAR(2100) NOT NULL,
    console SMALLINT NOT NULL,
    deed VARCHAR(16) NOT NULL,
    target VARCHAR(2100) NOT NULL,
    detail VARCHAR(2100) NOT NULL,
    reason VARCHAR(1100) NOT NULL
);
-- Derby reads no index from its end, and the newest come first.
CREATE INDEX muc_audit_newest ON muc_audit (id DESC);
CREATE INDEX muc_audit_room ON muc_audit (room, id DESC);
CREATE INDEX muc_audit_made ON muc_audit (made);

-- Of accounts (owner 0), and of whom each of them has talked with.
CREATE TABLE archive_number (
    number INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner INTEGER NOT NULL,
    jid VARCHAR(2047) NOT NULL,
    UNIQUE (owner, jid)
);
-- Rows of the archive never grow, so pages need no room for that: a sixth of the disk. For a table with a BLOB Derby would
-- take pages of 32 kB, of which few fit into its cache.
CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageReservedSpace', '0');
CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageSize', '8192');
CREATE TABLE archive (
    owner INTEGER NOT NULL,
    id CHAR(16) FOR BIT DATA NOT NULL,
    conversation INTEGER NOT NULL,
    resource VARCHAR(1023) NOT NULL,
    ref INTEGER NOT NULL,
    content BLOB NOT NULL
);
CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageReservedSpace', NULL);
CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageSize', NULL);
CREATE UNIQUE INDEX archive_by_id ON archive (owner, id);
CREATE INDEX archive_by_conversation ON archive (conversation, id);
CREATE TABLE archive_clock (
    newest BIGINT NOT NULL
);
INSERT INTO archive_clock (newest) VALUES (0);

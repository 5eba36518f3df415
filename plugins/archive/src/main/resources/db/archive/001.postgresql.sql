CREATE TABLE archive_owner (
    number INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    jid VARCHAR(2047) NOT NULL UNIQUE
);
CREATE TABLE archive_peer (
    number INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    jid VARCHAR(2047) NOT NULL UNIQUE
);
CREATE TABLE archive (
    owner INTEGER NOT NULL,
    id BYTEA NOT NULL,
    peer INTEGER NOT NULL,
    resource VARCHAR(1023) NOT NULL,
    ref INTEGER NOT NULL,
    content BYTEA NOT NULL,
    words TSVECTOR NOT NULL
);
CREATE UNIQUE INDEX archive_by_id ON archive (owner, id);
CREATE INDEX archive_by_peer ON archive (owner, peer, id, ref);
CREATE INDEX archive_by_word ON archive USING GIN (words);
CREATE TABLE archive_clock (
    newest BIGINT NOT NULL
);
INSERT INTO archive_clock (newest) VALUES (0);

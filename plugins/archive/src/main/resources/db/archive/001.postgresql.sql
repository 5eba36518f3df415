-- Of accounts (owner 0), and of whom each of them has talked with.
CREATE TABLE archive_number (
    number INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner INTEGER NOT NULL,
    jid VARCHAR(2047) NOT NULL,
    UNIQUE (owner, jid)
);
CREATE TABLE archive (
    owner INTEGER NOT NULL,
    id BYTEA NOT NULL,
    conversation INTEGER NOT NULL,
    resource VARCHAR(1023) NOT NULL,
    ref INTEGER NOT NULL,
    content BYTEA NOT NULL,
    words TSVECTOR NOT NULL
);
CREATE UNIQUE INDEX archive_by_id ON archive (owner, id);
CREATE INDEX archive_by_conversation ON archive (conversation, id);
CREATE INDEX archive_by_word ON archive USING GIN (words);
CREATE TABLE archive_clock (
    newest BIGINT NOT NULL
);
INSERT INTO archive_clock (newest) VALUES (0);

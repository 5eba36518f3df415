CREATE TABLE offline_message (
    owner VARCHAR(2047) NOT NULL,
    seq BIGINT NOT NULL,
    received BIGINT NOT NULL,
    content BLOB NOT NULL
);
CREATE INDEX offline_message_owner ON offline_message (owner, seq);

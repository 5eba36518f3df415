CREATE TABLE pubsub_gone (
    service VARCHAR(2048) NOT NULL,
    name VARCHAR(1024) NOT NULL,
    creator VARCHAR(2048) NOT NULL,
    access_model VARCHAR(16) NOT NULL,
    since BIGINT NOT NULL,
    uri VARCHAR(3072) NOT NULL
);
CREATE UNIQUE INDEX pubsub_gone_name ON pubsub_gone (service, name);
CREATE INDEX pubsub_gone_creator ON pubsub_gone (creator);

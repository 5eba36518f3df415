CREATE TABLE pubsub_node (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service VARCHAR(2048) NOT NULL,
    name VARCHAR(1024) NOT NULL,
    creator VARCHAR(2048) NOT NULL,
    created BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    config BLOB NOT NULL
);
CREATE UNIQUE INDEX pubsub_node_name ON pubsub_node (service, name);
CREATE INDEX pubsub_node_creator ON pubsub_node (creator);
CREATE TABLE pubsub_item (
    node BIGINT NOT NULL REFERENCES pubsub_node (id) ON DELETE CASCADE,
    id VARCHAR(1024) NOT NULL,
    seq BIGINT NOT NULL,
    published BIGINT NOT NULL,
    publisher VARCHAR(3072) NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (node, id)
);
CREATE INDEX pubsub_item_order ON pubsub_item (node, seq);
CREATE TABLE pubsub_affiliation (
    node BIGINT NOT NULL REFERENCES pubsub_node (id) ON DELETE CASCADE,
    jid VARCHAR(2048) NOT NULL,
    affiliation VARCHAR(16) NOT NULL,
    PRIMARY KEY (node, jid)
);
CREATE INDEX pubsub_affiliation_jid ON pubsub_affiliation (jid);
CREATE TABLE pubsub_subscription (
    node BIGINT NOT NULL REFERENCES pubsub_node (id) ON DELETE CASCADE,
    jid VARCHAR(3072) NOT NULL,
    account VARCHAR(2048) NOT NULL,
    state VARCHAR(16) NOT NULL,
    PRIMARY KEY (node, jid)
);
CREATE INDEX pubsub_subscription_account ON pubsub_subscription (account);

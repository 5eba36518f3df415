CREATE TABLE roster (
    owner VARCHAR(2047) NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);
CREATE TABLE roster_item (
    owner VARCHAR(2047) NOT NULL,
    contact VARCHAR(2047) NOT NULL,
    name VARCHAR(1023) NOT NULL,
    item_groups VARCHAR(32672) NOT NULL,
    subscription VARCHAR(16) NOT NULL,
    approved SMALLINT NOT NULL,
    listed SMALLINT NOT NULL,
    request VARCHAR(32672) NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (owner, contact)
);

CREATE TABLE store_entry (
    owner VARCHAR(2047) NOT NULL,
    store_name VARCHAR(64) NOT NULL,
    entry_key VARCHAR(501) NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (owner, store_name, entry_key)
);

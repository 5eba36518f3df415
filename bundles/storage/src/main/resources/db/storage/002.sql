-- Which plugin made a store: others need a permission to open it.
CREATE TABLE store_owner (
    store_name VARCHAR(64) NOT NULL PRIMARY KEY,
    plugin VARCHAR(255) NOT NULL
);

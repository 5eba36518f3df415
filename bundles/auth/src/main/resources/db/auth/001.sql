-- created: milliseconds since 1970. roles: words with a comma between them.
CREATE TABLE account (
    jid VARCHAR(2047) NOT NULL PRIMARY KEY,
    domain VARCHAR(1023) NOT NULL,
    created BIGINT NOT NULL,
    disabled BOOLEAN NOT NULL,
    roles VARCHAR(1000) NOT NULL
);
CREATE INDEX account_domain ON account (domain);

-- What SCRAM needs of a password (RFC 5802 section 3), base64.
CREATE TABLE credential (
    jid VARCHAR(2047) NOT NULL,
    mechanism VARCHAR(20) NOT NULL,
    salt VARCHAR(100) NOT NULL,
    iterations INT NOT NULL,
    stored_key VARCHAR(100) NOT NULL,
    server_key VARCHAR(100) NOT NULL,
    PRIMARY KEY (jid, mechanism),
    FOREIGN KEY (jid) REFERENCES account (jid) ON DELETE CASCADE
);

-- One row: the salts of accounts that do not exist are made from it.
CREATE TABLE auth_secret (
    id INT NOT NULL PRIMARY KEY,
    secret VARCHAR(100) NOT NULL
);

-- Two tables; statements over several lines.
CREATE TABLE sample (
    id INT NOT NULL PRIMARY KEY,
    amount INT NOT NULL
);
CREATE TABLE sample_row (
    id INT NOT NULL PRIMARY KEY,
    amount INT NOT NULL CHECK (amount >= 0),
    written INT NOT NULL GENERATED ALWAYS AS IDENTITY
);

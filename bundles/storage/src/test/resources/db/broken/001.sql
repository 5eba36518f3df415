CREATE TABLE broken (id INT);
INSERT INTO broken VALUES (1);
INSERT INTO there_is_no_such_table VALUES (1);

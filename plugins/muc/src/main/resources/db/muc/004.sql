-- Derby reads an index in one direction alone: for the last page of the list it sorted all rooms.
CREATE INDEX muc_room_backwards ON muc_room (service, listed, name DESC);

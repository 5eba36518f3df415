package org.jackdaw.muc;

/**
 * What people may be in a room besides what rooms know of themselves: a teacher, a host (XEP-0317 §3.1).
 *
 * @param uri tells it from all others of the room
 * @param title for people
 * @param hue of its colour, an angle in degrees; empty for none
 */
record Hat(String uri, String title, String hue) {}

package org.jackdaw.muc;

/**
 * What an account is to a room while it may be away (XEP-0045 §5.2).
 *
 * @param nick the nickname that nobody else may have (§7.10); empty for none
 * @param reason why, for people; empty if nobody said
 */
record Member(Affiliation affiliation, String nick, String reason) {

    static final Member NOBODY = new Member(Affiliation.NONE, "", "");
}

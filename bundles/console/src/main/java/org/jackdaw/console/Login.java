package org.jackdaw.console;

import java.util.concurrent.atomic.AtomicLong;
import org.jackdaw.xmpp.Jid;

/**
 * An administrator who is logged in.
 *
 * @param token what the browser shows in a cookie to be known again
 * @param csrf what our pages show when they ask for a change, and a page of somebody else does not know
 * @param used when a request was last made, in milliseconds of the clock
 */
record Login(Jid account, String token, String csrf, AtomicLong used) {}

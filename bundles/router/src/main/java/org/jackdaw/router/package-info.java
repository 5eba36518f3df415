/** The way of a stanza from a client's stream to a handler, a domain or an account's resources; and who is bound here. */
package org.jackdaw.router;

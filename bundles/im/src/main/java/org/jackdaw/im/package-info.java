/**
 * Roster, subscriptions and presence of the accounts (RFC 6121 §2 to §4). Everything that lasts is in the database or in a
 * transient store, so the bundle can be replaced while its users chat.
 */
package org.jackdaw.im;

/** Accounts, their credentials, and the SASL mechanisms that check them. */
package org.jackdaw.auth;

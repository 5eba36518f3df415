/**
 * Addresses, stanzas and their errors (RFC 6120, RFC 7622), and XML to and from bytes.
 *
 * <p>A stanza is owned by one thread at a time; addresses, errors and conditions are immutable.
 */
@Export
@Version("1.1.0")
package org.jackdaw.xmpp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

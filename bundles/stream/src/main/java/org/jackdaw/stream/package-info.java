/** Streams of clients: framing, TLS, negotiation, and the session that a stream becomes. For transports, not for plugins. */
@Export
@Version("1.0.0")
package org.jackdaw.stream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** Bound clients, wherever their sessions live. */
@Export
@Version("1.1.0")
package org.jackdaw.session;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

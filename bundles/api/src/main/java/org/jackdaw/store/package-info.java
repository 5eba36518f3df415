/** What is kept: in memory across a plugin's restart, or in the database across the server's. */
@Export
@Version("1.1.0")
package org.jackdaw.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

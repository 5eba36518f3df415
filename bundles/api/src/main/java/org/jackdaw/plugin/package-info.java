/** What a plugin implements, and what it is offered. Handlers and filters are called by many threads at once. */
@Export
@Version("1.1.0")
package org.jackdaw.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

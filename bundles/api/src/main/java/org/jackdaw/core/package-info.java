/** What the core bundles share with each other. Not for plugins: a plugin that imports it does not pass review. */
@Export
@Version("1.0.0")
package org.jackdaw.core;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

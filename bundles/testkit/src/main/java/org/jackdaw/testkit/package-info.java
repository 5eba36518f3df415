/** Fakes for the unit tests of plugins and of the core: real in what they do, in memory, and they record what was done. */
package org.jackdaw.testkit;

/** Installs, replaces and removes plugins while the server runs. Imports api only. */
package org.jackdaw.deployer;

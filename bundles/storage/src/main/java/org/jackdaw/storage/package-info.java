/** Stores and SQL on Derby or PostgreSQL, and stores in memory. */
package org.jackdaw.storage;

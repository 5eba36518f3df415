/**
 * The console for administrators: its port, its login, and our tabs in the Felix web console.
 *
 * <p>A tab is a class that extends {@link org.jackdaw.console.Tab} and carries {@link org.jackdaw.console.TabPlace}, and
 * two files beside the others in {@code assets}: LABEL.html, its content, and LABEL.js, a module that fetches
 * {@code LABEL/data.json} and posts to {@code LABEL/ACTION} by the functions of {@code common.js}. The menu, the login, the
 * token against forged requests, JSON, and the answer to a wrong request are there already. A plugin brings a tab without any of
 * this ({@link org.jackdaw.plugin.ConsoleTab}): {@link org.jackdaw.console.PluginTab} shows it.
 */
package org.jackdaw.console;

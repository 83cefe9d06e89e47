/**
 * The operators' pages at {@code /console}: rendered on the server, live parts by htmx.
 *
 * <p>{@link io.d365hub.console.web.Console} mounts pages; nobody can mount one without naming the role that it needs, and
 * every form is checked for the session's token there. Pages and the admin API call the same services.
 */
package io.d365hub.console.web;

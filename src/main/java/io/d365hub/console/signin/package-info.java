/**
 * Who uses the console: sign-in by password or OpenID Connect, sessions kept in the database, limits on guessing.
 *
 * <p>Knows nothing of pages. A session's token exists in the browser only; the database has its SHA-256.
 */
package io.d365hub.console.signin;

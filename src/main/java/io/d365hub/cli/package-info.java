/**
 * The command line, {@code ./hub}: one class a verb (picocli). Every verb but {@code run} and {@code simulator} has
 * {@code --json}; exit codes are in {@link io.d365hub.cli.ExitCode}. Verbs that look into a running hub use its admin
 * API, so that they see what the hub sees.
 */
package io.d365hub.cli;

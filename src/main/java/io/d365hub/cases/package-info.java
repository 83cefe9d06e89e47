/**
 * Runs the cases that lie beside mappings and routes ({@code *.cases.yaml}): a mapping alone, a route with its doors and
 * targets replaced. Used by the build and by {@code ./hub test}.
 *
 * <p>May use {@code rehearsal}, {@code mapping}, {@code yaml} and {@code failure}.
 */
package io.d365hub.cases;

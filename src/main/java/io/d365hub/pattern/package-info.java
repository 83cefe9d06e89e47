/**
 * New integrations from patterns: route, mapping, cases and sample that pass as they are.
 *
 * <p>May use the JDK only.
 */
package io.d365hub.pattern;

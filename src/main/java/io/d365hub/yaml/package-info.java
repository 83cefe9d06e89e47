/**
 * YAML as a tree of values that know their line and column, for the checks and the cases, whose messages name places.
 *
 * <p>May use SnakeYAML Engine (Camel's own YAML parser) and Jackson; nothing of ours.
 */
package io.d365hub.yaml;

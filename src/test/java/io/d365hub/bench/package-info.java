/**
 * Benchmarks. Each is started by a script in {@code bench/}, runs the hub, the simulator and the load as separate
 * processes on loopback, bounded in count and time, and prints ratios against a baseline of the same run.
 */
package io.d365hub.bench;

package io.d365hub.simulator.limits;

/**
 * What a user may still use in the window.
 *
 * @param requests number
 * @param executionSeconds seconds
 */
public record Remaining(long requests, double executionSeconds) {}

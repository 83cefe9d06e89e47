/**
 * The three service protection limits: requests, execution time and concurrency of each user in a sliding window. JDK
 * only; time is injected.
 */
package io.d365hub.simulator.limits;

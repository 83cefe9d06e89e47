/** Keeps an environment in a file, so that it survives a restart. For the simulator's own start and stop. */
package io.d365hub.simulator.persistence;

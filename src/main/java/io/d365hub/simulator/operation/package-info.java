/**
 * What the Web API can be asked to do: one class for each kind of request. A request is first read completely
 * ({@link io.d365hub.simulator.operation.OperationParser}), so that its size and rows are known, and then run. Knows
 * {@code model}, {@code store} and {@code odata}; nothing of HTTP servers, limits and faults.
 */
package io.d365hub.simulator.operation;

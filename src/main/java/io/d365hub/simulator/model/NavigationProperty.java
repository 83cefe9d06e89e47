package io.d365hub.simulator.model;

/**
 * One target of a lookup column. A polymorphic lookup has several over the same column.
 *
 * @param name the case-sensitive name in {@code name@odata.bind}
 * @param target logical name of the table that it points at
 * @param collectionName name of the way back, a collection on the target
 * @param onDelete what happens when the target row is deleted
 */
public record NavigationProperty(String name, String target, String collectionName, DeleteRule onDelete) {}

/** Reads the declarations of virtual tables: one YAML file each, {@code <service>/<Set>.table.yaml}. */
package io.d365hub.virtual.declaration;

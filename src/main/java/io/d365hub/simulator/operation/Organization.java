package io.d365hub.simulator.operation;

import java.util.UUID;

/**
 * Facts about the simulated environment.
 *
 * @param id the organization
 * @param businessUnitId its only business unit
 * @param tenantId the tenant that it belongs to
 * @param name what people call it
 * @param version four numbers
 */
public record Organization(UUID id, UUID businessUnitId, String tenantId, String name, String version) {}

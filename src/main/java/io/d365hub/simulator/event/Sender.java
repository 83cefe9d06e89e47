package io.d365hub.simulator.event;

import java.util.UUID;

/**
 * The environment that events come from.
 *
 * @param organizationId its id
 * @param businessUnitId its only business unit
 * @param host what its address is called in headers
 */
public record Sender(UUID organizationId, UUID businessUnitId, String host) {

    /** The environment's unique name, which is another one than its host's. */
    String uniqueName() {
        return "unq" + organizationId.toString().replace("-", "");
    }
}

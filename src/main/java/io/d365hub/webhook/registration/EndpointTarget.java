package io.d365hub.webhook.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where a service endpoint sends: a webhook, a queue or a topic. */
public interface EndpointTarget {

    /** As operators see it. */
    String shown();

    /** The endpoint's columns, without secrets. */
    ObjectNode columns();

    /** The columns that Dataverse does not show again. */
    ObjectNode secret();

    /** Whether the endpoint that is there has a secret. */
    boolean isSecretSet(JsonNode present);
}

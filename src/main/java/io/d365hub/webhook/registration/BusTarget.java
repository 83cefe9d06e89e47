package io.d365hub.webhook.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/**
 * A queue or topic of a service bus, JSON by SAS key (events spec §3.4 [U] as a whole, §2.1 [V] for the values).
 *
 * @param namespaceAddress such as {@code sb://contoso-bus.servicebus.windows.net/}
 * @param path the queue or topic
 * @param topic whether it is a topic
 * @param policy name of the shared access policy that Dataverse sends with
 * @param key its key
 */
public record BusTarget(String namespaceAddress, String path, boolean topic, String policy, String key)
        implements EndpointTarget {

    private static final int TOPIC = 5;
    private static final int PERSISTENT_QUEUE = 6;
    private static final int JSON = 2;
    private static final int NORMAL = 1;
    private static final int NO_CLAIM = 1;
    private static final int SAS_KEY = 2;
    private static final int ADDRESS = 2;

    @Override
    public String shown() {
        return (topic ? "topic " : "queue ") + path + " of " + namespaceAddress;
    }

    @Override
    public ObjectNode columns() {
        ObjectNode columns = JsonNodeFactory.instance
                .objectNode()
                .put("contract", topic ? TOPIC : PERSISTENT_QUEUE)
                .put("connectionmode", NORMAL)
                .put("messageformat", JSON)
                .put("userclaim", NO_CLAIM)
                .put("authtype", SAS_KEY)
                .put("namespaceformat", ADDRESS)
                .put("namespaceaddress", namespaceAddress)
                .put("solutionnamespace", solutionNamespace())
                .put("path", path);
        return policy.isEmpty() ? columns : columns.put("saskeyname", policy);
    }

    private String solutionNamespace() {
        String host = String.valueOf(URI.create(namespaceAddress).getHost());
        return host.split("\\.", 2)[0];
    }

    @Override
    public ObjectNode secret() {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        return key.isEmpty() ? secret : secret.put("saskey", key);
    }

    @Override
    public boolean isSecretSet(JsonNode present) {
        return key.isEmpty() || present.path("issaskeyset").asBoolean();
    }

    /** Says which it is, without the key. */
    @Override
    public String toString() {
        return "BusTarget[" + shown() + "]";
    }
}

package io.d365hub.webhook.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A webhook with its secret in a header.
 *
 * @param url where Dataverse posts to
 * @param secretName the header that carries the secret
 * @param secretText the secret
 */
public record WebhookTarget(String url, String secretName, String secretText) implements EndpointTarget {

    private static final int CONTRACT = 8;
    private static final int HTTP_HEADER = 5;
    private static final int JSON = 2;

    @Override
    public String shown() {
        return url;
    }

    @Override
    public ObjectNode columns() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("contract", CONTRACT)
                .put("messageformat", JSON)
                .put("url", url)
                .put("authtype", HTTP_HEADER);
    }

    @Override
    public ObjectNode secret() {
        return JsonNodeFactory.instance.objectNode().put("authvalue", authValue());
    }

    @Override
    public boolean isSecretSet(JsonNode present) {
        return present.path("isauthvalueset").asBoolean();
    }

    /** {@code <settings><setting name="..." value="..."/></settings>}, as Dataverse takes secrets for headers. */
    private String authValue() {
        return "<settings><setting name=\"" + escaped(secretName) + "\" value=\"" + escaped(secretText)
                + "\"/></settings>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** Says which it is, without the secret. */
    @Override
    public String toString() {
        return "WebhookTarget[" + url + "]";
    }
}

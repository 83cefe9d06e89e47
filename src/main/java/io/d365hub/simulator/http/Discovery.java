package io.d365hub.simulator.http;

import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.operation.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The documents that Microsoft's authentication libraries fetch before they ask for a token. */
final class Discovery {

    private static final String OPENID = "/v2.0/.well-known/openid-configuration";
    private static final String OLD_OPENID = "/.well-known/openid-configuration";
    private static final String INSTANCE = "/common/discovery/instance";

    private Discovery() {}

    /** Whether a path is one of theirs. */
    static boolean owns(String path) {
        return path.equals(INSTANCE) || path.endsWith(OLD_OPENID);
    }

    /** The document, whose addresses lead to this simulator. */
    static Answer answer(String path, String origin) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (path.equals(INSTANCE)) {
            body.put("tenant_discovery_endpoint", origin + "/common" + OPENID);
            body.put("api-version", "1.1");
            body.put("metadata", List.of());
        } else {
            boolean newer = path.endsWith(OPENID);
            String tenant = path.substring(0, path.length() - (newer ? OPENID : OLD_OPENID).length());
            String oauth = origin + tenant + "/oauth2" + (newer ? "/v2.0" : "");
            body.put("token_endpoint", oauth + "/token");
            body.put("token_endpoint_auth_methods_supported", List.of("client_secret_post", "client_secret_basic"));
            body.put("authorization_endpoint", oauth + "/authorize");
            body.put("issuer", origin + tenant + (newer ? "/v2.0" : "/"));
            body.put("response_types_supported", List.of("token"));
            body.put("scopes_supported", List.of("openid"));
        }
        return new Answer(200).body("application/json; charset=utf-8", Json.write(json -> Json.writeTree(json, body)));
    }
}

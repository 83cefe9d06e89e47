package io.d365hub.simulator.http;

import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.operation.Answer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The documents that Microsoft's authentication libraries fetch before they ask for a token. */
final class Discovery {

    private static final String OPENID = "/v2.0/.well-known/openid-configuration";
    private static final String OLD_OPENID = "/.well-known/openid-configuration";
    private static final String INSTANCE = "/common/discovery/instance";
    private static final String KEYS = "/discovery/v2.0/keys";
    private static final String OLD_KEYS = "/discovery/keys";

    private Discovery() {}

    /** Whether a path is one of theirs. */
    static boolean owns(String path) {
        return path.equals(INSTANCE) || isKeys(path) || path.endsWith(OLD_OPENID);
    }

    private static boolean isKeys(String path) {
        return path.endsWith(KEYS) || path.endsWith(OLD_KEYS);
    }

    /** The document, whose addresses lead to this simulator. */
    static Answer answer(String path, String origin) {
        Map<String, Object> body;
        if (path.equals(INSTANCE)) {
            body = instance(origin);
        } else if (isKeys(path)) {
            // Tokens carry no signature that anybody could check: the simulator knows those that it has issued.
            body = Map.of("keys", List.of());
        } else {
            body = openId(path, origin);
        }
        return new Answer(200).body("application/json; charset=utf-8", Json.write(json -> Json.writeTree(json, body)));
    }

    /** Names this host as a cloud of its own, so that libraries stay on it. */
    private static Map<String, Object> instance(String origin) {
        String host = URI.create(origin).getAuthority();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("tenant_discovery_endpoint", origin + "/common" + OPENID);
        body.put("api-version", "1.1");
        body.put(
                "metadata",
                List.of(Map.of("preferred_network", host, "preferred_cache", host, "aliases", List.of(host))));
        return body;
    }

    private static Map<String, Object> openId(String path, String origin) {
        boolean newer = path.endsWith(OPENID);
        String tenant = path.substring(0, path.length() - (newer ? OPENID : OLD_OPENID).length());
        String oauth = origin + tenant + "/oauth2" + (newer ? "/v2.0" : "");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token_endpoint", oauth + "/token");
        body.put(
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_post", "private_key_jwt", "client_secret_basic"));
        body.put("jwks_uri", origin + tenant + (newer ? KEYS : OLD_KEYS));
        body.put("response_modes_supported", List.of("query", "fragment", "form_post"));
        body.put("subject_types_supported", List.of("pairwise"));
        body.put("id_token_signing_alg_values_supported", List.of("RS256"));
        body.put("response_types_supported", List.of("code", "id_token", "code id_token", "id_token token"));
        body.put("scopes_supported", List.of("openid"));
        body.put("issuer", origin + tenant + (newer ? "/v2.0" : "/"));
        body.put("authorization_endpoint", oauth + "/authorize");
        return body;
    }
}

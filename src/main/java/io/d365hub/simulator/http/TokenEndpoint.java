package io.d365hub.simulator.http;

import io.d365hub.simulator.odata.Dialect;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.PercentCoding;
import io.d365hub.simulator.operation.Answer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** {@code POST /{tenant}/oauth2/v2.0/token} and the older {@code /oauth2/token}: client credentials only. */
final class TokenEndpoint {

    private static final String DEFAULT_SCOPE = "/.default";

    /** Say nothing about a resource; libraries add them to every request. */
    private static final Set<String> OPENID_SCOPES = Set.of("openid", "profile", "email", "offline_access");

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final TokenIssuer issuer;
    private final InstantSource clock;
    private final Supplier<Dialect> dialect;

    TokenEndpoint(TokenIssuer issuer, InstantSource clock, Supplier<Dialect> dialect) {
        this.issuer = issuer;
        this.clock = clock;
        this.dialect = dialect;
    }

    /** Whether a path is a token endpoint's. */
    static boolean owns(String path) {
        return path.endsWith("/oauth2/v2.0/token") || path.endsWith("/oauth2/token");
    }

    /** The answer to one request. */
    Answer answer(String path, String authorization, byte[] body) {
        Map<String, String> form = form(body);
        basicCredentials(authorization, form);
        boolean old = path.endsWith("/oauth2/token");
        for (String name : List.of("grant_type", "client_id", old ? "resource" : "scope")) {
            if (form.getOrDefault(name, "").isBlank()) {
                return error(
                        400,
                        "invalid_request",
                        900144,
                        "The request body must contain the following parameter: '" + name + "'.");
            }
        }
        if (!form.get("grant_type").equals("client_credentials")) {
            return error(
                    400,
                    "unsupported_grant_type",
                    70003,
                    "The app requested an unsupported grant type '" + form.get("grant_type") + "'.");
        }
        String clientId = form.get("client_id");
        if (!issuer.knows(clientId)) {
            return error(
                    400,
                    "unauthorized_client",
                    700016,
                    "Application with identifier '" + clientId + "' was not found in the directory.");
        }
        Answer refusal = form.containsKey("client_assertion") ? assertionRefusal(form) : secretRefusal(form);
        if (refusal != null) {
            return refusal;
        }
        String tenant = path.substring(1, path.indexOf("/oauth2/"));
        return old ? oldToken(form, clientId, tenant) : token(form, clientId, tenant);
    }

    /** Why a client's secret is not enough; null when it is. */
    private Answer secretRefusal(Map<String, String> form) {
        String clientId = form.get("client_id");
        if (!form.containsKey("client_secret")) {
            return invalidClient(
                    7000218,
                    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
        }
        return issuer.accepts(clientId, form.get("client_secret"))
                ? null
                : invalidClient(
                        7000215,
                        "Invalid client secret provided. Ensure the secret being sent in the request is the client"
                                + " secret value, not the client secret ID, for a secret added to app '" + clientId
                                + "'.");
    }

    /** Why a client's signed assertion is not enough; null when it is. Numbers and texts are [K]. */
    private Answer assertionRefusal(Map<String, String> form) {
        if (!ClientAssertion.TYPE.equals(form.get("client_assertion_type"))) {
            return error(
                    400,
                    "invalid_request",
                    900144,
                    "The request body must contain the following parameter: 'client_assertion_type' with value '"
                            + ClientAssertion.TYPE + "'.");
        }
        String clientId = form.get("client_id");
        return switch (issuer.judge(clientId, form.get("client_assertion"))) {
            case GOOD -> null;
            case NO_TOKEN -> invalidClient(50027, "JWT token is invalid or malformed.");
            case OTHER_CLIENT ->
                invalidClient(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
            case NOT_IN_TIME -> invalidClient(700024, "Client assertion is not within its valid time range.");
            case BAD_SIGNATURE ->
                invalidClient(
                        700027,
                        "The certificate with which the client assertion is signed is not registered for application '"
                                + clientId + "'.");
        };
    }

    private Answer invalidClient(int code, String text) {
        return error(401, "invalid_client", code, text);
    }

    private Answer token(Map<String, String> form, String clientId, String tenant) {
        String scope = form.get("scope");
        // MSAL for Java sends all scopes of a set, in whatever order that has.
        List<String> resources = Arrays.stream(scope.split(" "))
                .filter(one -> !one.isEmpty() && !OPENID_SCOPES.contains(one))
                .toList();
        if (resources.size() != 1 || !resources.get(0).endsWith(DEFAULT_SCOPE)) {
            return error(
                    400,
                    "invalid_scope",
                    1002012,
                    "The provided value for scope " + scope
                            + " is not valid. Client credential flows must have a scope value with /.default suffixed"
                            + " to the resource identifier (application ID URI).");
        }
        String resource = resources.get(0);
        String audience = resource.substring(0, resource.length() - DEFAULT_SCOPE.length());
        TokenIssuer.Issued token = issuer.issue(clientId, audience, tenant);
        Object seconds = dialect.get().tokenNumbersAsText()
                ? Long.toString(token.expiresInSeconds())
                : (Object) token.expiresInSeconds();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token_type", "Bearer");
        body.put("expires_in", seconds);
        body.put("ext_expires_in", seconds);
        body.put("access_token", token.text());
        return json(200, body);
    }

    /** The older endpoint writes all numbers as texts. */
    private Answer oldToken(Map<String, String> form, String clientId, String tenant) {
        TokenIssuer.Issued token = issuer.issue(clientId, form.get("resource"), tenant);
        long now = clock.instant().getEpochSecond();
        return json(
                200,
                Map.of(
                        "token_type", "Bearer",
                        "expires_in", Long.toString(token.expiresInSeconds()),
                        "ext_expires_in", Long.toString(token.expiresInSeconds()),
                        "expires_on", Long.toString(now + token.expiresInSeconds()),
                        "not_before", Long.toString(now),
                        "resource", form.get("resource"),
                        "access_token", token.text()));
    }

    private Answer error(int status, String error, int code, String text) {
        String trace = UUID.randomUUID().toString();
        String correlation = UUID.randomUUID().toString();
        String timestamp = TIMESTAMP.format(clock.instant());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put(
                "error_description",
                "AADSTS" + code + ": " + text + " Trace ID: " + trace + " Correlation ID: " + correlation
                        + " Timestamp: " + timestamp);
        body.put("error_codes", List.of(code));
        body.put("timestamp", timestamp);
        body.put("trace_id", trace);
        body.put("correlation_id", correlation);
        body.put("error_uri", "https://login.microsoftonline.com/error?code=" + code);
        return json(status, body);
    }

    private static Answer json(int status, Map<String, Object> body) {
        return new Answer(status)
                .body("application/json; charset=utf-8", Json.write(json -> Json.writeTree(json, body)))
                .header("Cache-Control", "no-store, no-cache")
                .header("Pragma", "no-cache");
    }

    private static Map<String, String> form(byte[] body) {
        Map<String, String> form = new HashMap<>();
        for (String field : new String(body, StandardCharsets.UTF_8).strip().split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                form.put(
                        PercentCoding.decodeQuery(field.substring(0, equals)),
                        PercentCoding.decodeQuery(field.substring(equals + 1)));
            }
        }
        return form;
    }

    /** OAuth lets a client send its secret in the header as well. */
    private static void basicCredentials(String authorization, Map<String, String> form) {
        if (authorization == null || !authorization.startsWith("Basic ")) {
            return;
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring("Basic ".length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                form.putIfAbsent("client_id", PercentCoding.decodeQuery(pair.substring(0, colon)));
                form.putIfAbsent("client_secret", PercentCoding.decodeQuery(pair.substring(colon + 1)));
            }
        } catch (IllegalArgumentException e) {
            // Not Base64: the request then lacks its credentials, which is what the answer says.
        }
    }
}

package io.d365hub.dataverse.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * How the hub proves who it is: OAuth 2 client credentials of an application user.
 *
 * @param tokenUrl the token endpoint (v2.0)
 * @param clientId the application's id
 * @param secret gives the application's secret, each time a token is fetched; in no text of ours
 * @param scope what the token is for, {@code <environment>/.default}
 */
public record ClientCredentials(URI tokenUrl, String clientId, Supplier<String> secret, String scope) {

    public ClientCredentials {
        Objects.requireNonNull(tokenUrl, "tokenUrl");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(scope, "scope");
        if (tokenUrl.getHost() == null) {
            throw new IllegalArgumentException("The token endpoint is '" + tokenUrl
                    + "'. It must be an address, e.g. https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token");
        }
    }

    /** With a secret that does not change. */
    public ClientCredentials(URI tokenUrl, String clientId, String clientSecret, String scope) {
        this(tokenUrl, clientId, constant(clientSecret), scope);
    }

    private static Supplier<String> constant(String clientSecret) {
        Objects.requireNonNull(clientSecret, "clientSecret");
        return () -> clientSecret;
    }

    /**
     * One for each application user, whose secrets may change in the file.
     *
     * @param ids client ids, separated by commas when there are several
     */
    public static List<ClientCredentials> list(URI tokenUrl, String ids, SecretFile secrets, String scope) {
        String[] names = ids.split(",", -1);
        List<ClientCredentials> users = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            users.add(new ClientCredentials(tokenUrl, names[i].trim(), secrets.secret(i), scope));
        }
        return users;
    }

    /**
     * One for each application user.
     *
     * @param ids client ids, separated by commas when there are several
     * @param secrets as many, in the same order
     * @throws IllegalStateException when their numbers differ
     */
    public static List<ClientCredentials> list(URI tokenUrl, String ids, String secrets, String scope) {
        String[] names = ids.split(",", -1);
        // The secret of a single user may hold a comma.
        String[] values = names.length == 1 ? new String[] {secrets} : secrets.split(",", -1);
        if (names.length != values.length) {
            throw new IllegalStateException("There are " + names.length + " client ids and " + values.length
                    + " client secrets. Give as many secrets as ids, in the same order, separated by commas");
        }
        List<ClientCredentials> users = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            users.add(new ClientCredentials(tokenUrl, names[i].trim(), values[i].trim(), scope));
        }
        return users;
    }

    /** Microsoft Entra ID's public endpoint for this tenant. */
    public static URI tokenUrlOf(String tenantId) {
        return URI.create("https://login.microsoftonline.com/" + tenantId + "/oauth2/v2.0/token");
    }

    @Override
    public String toString() {
        return "ClientCredentials[" + clientId + " at " + tokenUrl.getHost() + "]";
    }
}

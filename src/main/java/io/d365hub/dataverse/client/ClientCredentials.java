package io.d365hub.dataverse.client;

import java.net.URI;
import java.util.Objects;

/**
 * How the hub proves who it is: OAuth 2 client credentials of an application user.
 *
 * @param tokenUrl the token endpoint (v2.0)
 * @param clientId the application's id
 * @param clientSecret its secret; in no text of ours
 * @param scope what the token is for, {@code <environment>/.default}
 */
public record ClientCredentials(URI tokenUrl, String clientId, String clientSecret, String scope) {

    public ClientCredentials {
        Objects.requireNonNull(tokenUrl, "tokenUrl");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(scope, "scope");
        if (tokenUrl.getHost() == null) {
            throw new IllegalArgumentException("The token endpoint is '" + tokenUrl
                    + "'. It must be an address, e.g. https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token");
        }
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

package io.d365hub.console.signin;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How people sign in with an OpenID Connect provider.
 *
 * @param issuer the provider, as it names itself
 * @param clientId the hub, as the provider knows it
 * @param clientSecret the hub's secret there; empty for a public client
 * @param scopes what is asked for; {@code openid} among them
 * @param callback address of the hub that the provider sends the browser back to
 * @param claims how the provider's claims are understood
 */
public record OpenIdSettings(
        URI issuer, String clientId, Optional<String> clientSecret, List<String> scopes, URI callback, Claims claims) {

    public OpenIdSettings {
        scopes = List.copyOf(scopes);
    }

    /**
     * How the provider's claims are understood.
     *
     * @param name claim with the person's name in lists and audit
     * @param roles claim with the person's roles, a text or a list of texts
     * @param viewer value that makes a viewer
     * @param operator value that makes an operator
     * @param administrator value that makes an administrator
     * @param reveals value that allows personal data to be shown
     * @param integrations claim with the integrations open to the person; empty: all are
     */
    public record Claims(
            String name,
            String roles,
            String viewer,
            String operator,
            String administrator,
            String reveals,
            String integrations) {}

    /** Hides the secret. */
    @Override
    public String toString() {
        return "OpenIdSettings[" + issuer + ", " + clientId + "]";
    }
}

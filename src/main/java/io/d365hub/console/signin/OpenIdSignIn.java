package io.d365hub.console.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.d365hub.access.User;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Sign-in with OpenID Connect: authorisation code flow with PKCE. The provider describes itself; that is asked for at the
 * first sign-in and kept. Thread-safe; blocks while the provider answers, at most ten seconds a question.
 */
public final class OpenIdSignIn {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MOST_ANSWER_BYTES = 1 << 20;
    private static final Pattern MEMORY = Pattern.compile("[\\w-]{20,}~[\\w-]{20,}~[\\w-]{43}");
    private static final String AGAIN = "Sign in again.";
    private static final String ASK = "Try again; if it stays so, ask whoever set hub.console.openid up.";

    private final OpenIdSettings settings;
    private final OpenIdUser claims;
    private volatile Provider provider;

    private record Provider(OIDCProviderMetadata metadata, IDTokenValidator tokens) {}

    public OpenIdSignIn(OpenIdSettings settings) {
        this.settings = settings;
        this.claims = new OpenIdUser(settings.claims());
    }

    /**
     * A sign-in that has begun.
     *
     * @param address where the browser goes
     * @param memory what the browser keeps for {@link #finish}, in a cookie; proves that the same browser comes back
     */
    public record Begun(URI address, String memory) {}

    /**
     * Begins a sign-in.
     *
     * @throws SignInRefusedException when the provider does not answer
     */
    public Begun begin() throws SignInRefusedException {
        State state = new State();
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        AuthenticationRequest request = new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(settings.scopes().toArray(String[]::new)),
                        new ClientID(settings.clientId()),
                        settings.callback())
                .endpointURI(provider().metadata().getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build();
        return new Begun(
                request.toURI(), String.join("~", List.of(state.getValue(), nonce.getValue(), verifier.getValue())));
    }

    /**
     * Ends a sign-in.
     *
     * @param answer the address that the provider sent the browser to
     * @param memory of {@link #begin}
     * @throws SignInRefusedException when the provider refused, the answer was not meant for this browser or is forged, or the
     *     person has no role here
     */
    public User finish(URI answer, String memory) throws SignInRefusedException {
        String[] parts = memory.split("~", -1);
        if (!MEMORY.matcher(memory).matches()) {
            throw new SignInRefusedException("This browser has not begun a sign-in, or too long ago.", AGAIN);
        }
        try {
            AuthenticationResponse response = AuthenticationResponseParser.parse(answer);
            if (response.getState() == null || !new State(parts[0]).equals(response.getState())) {
                throw new SignInRefusedException("The answer belongs to another sign-in.", AGAIN);
            }
            if (!response.indicatesSuccess()) {
                throw new SignInRefusedException("The sign-in was refused by your organisation's provider.", ASK);
            }
            AuthenticationSuccessResponse success = response.toSuccessResponse();
            if (success.getIssuer() != null
                    && !success.getIssuer().getValue().equals(settings.issuer().toString())) {
                throw new SignInRefusedException("The answer is from another provider.", AGAIN);
            }
            OIDCTokenResponse tokens = exchange(success.getAuthorizationCode(), new CodeVerifier(parts[2]));
            IDTokenClaimsSet token =
                    provider().tokens().validate(tokens.getOIDCTokens().getIDToken(), new Nonce(parts[1]));
            return claims.of(token);
        } catch (ParseException | IOException e) {
            throw new SignInRefusedException("The provider's answer could not be understood.", ASK, e);
        } catch (BadJOSEException | JOSEException e) {
            throw new SignInRefusedException("The provider's token is not valid.", ASK, e);
        }
    }

    private OIDCTokenResponse exchange(AuthorizationCode code, CodeVerifier verifier)
            throws IOException, ParseException, SignInRefusedException {
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(code, settings.callback(), verifier);
        URI address = provider().metadata().getTokenEndpointURI();
        ClientID id = new ClientID(settings.clientId());
        TokenRequest.Builder request = settings.clientSecret()
                .map(secret -> new TokenRequest.Builder(address, new ClientSecretBasic(id, new Secret(secret)), grant))
                .orElseGet(() -> new TokenRequest.Builder(address, id, grant));
        HTTPRequest http = request.build().toHTTPRequest();
        http.setConnectTimeout(TIMEOUT_MILLIS);
        http.setReadTimeout(TIMEOUT_MILLIS);
        TokenResponse response = OIDCTokenResponseParser.parse(http.send());
        if (!response.indicatesSuccess()) {
            throw new SignInRefusedException("The provider did not accept the sign-in's code.", AGAIN);
        }
        return (OIDCTokenResponse) response.toSuccessResponse();
    }

    private Provider provider() throws SignInRefusedException {
        Provider known = provider;
        if (known == null) {
            known = ask();
            provider = known;
        }
        return known;
    }

    private Provider ask() throws SignInRefusedException {
        try {
            Issuer issuer = new Issuer(settings.issuer());
            OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(issuer, TIMEOUT_MILLIS, TIMEOUT_MILLIS);
            IDTokenValidator tokens = new IDTokenValidator(
                    issuer,
                    new ClientID(settings.clientId()),
                    JWSAlgorithm.RS256,
                    metadata.getJWKSetURI().toURL(),
                    new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_ANSWER_BYTES));
            return new Provider(metadata, tokens);
        } catch (GeneralException | IOException e) {
            throw new SignInRefusedException(
                    "Your organisation's provider does not answer, or not as an OpenID Connect provider does.", ASK, e);
        }
    }
}

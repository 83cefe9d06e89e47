package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.console.signin.OpenIdSettings;
import io.d365hub.console.signin.OpenIdSignIn;
import io.d365hub.console.signin.SignInRefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in with a provider over HTTP: what a right answer gives, and that no wrong one gives anything. */
class OpenIdSignInTest {

    private static OpenIdProvider provider;
    private static OpenIdSignIn signIn;

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenIdProvider();
        signIn = signIn(OpenIdProvider.SECRET);
    }

    private static OpenIdSignIn signIn(String secret) {
        return new OpenIdSignIn(new OpenIdSettings(
                URI.create(provider.issuer()),
                OpenIdProvider.CLIENT,
                Optional.of(secret),
                List.of("openid", "profile"),
                URI.create("https://hub.example.com/console/login/openid/callback"),
                new OpenIdSettings.Claims(
                        "preferred_username",
                        "roles",
                        "Hub.Viewer",
                        "Hub.Operator",
                        "Hub.Administrator",
                        "Hub.Reveal",
                        "integrations")));
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void everythingIsRight() {
        provider.says(claims -> claims);
    }

    /** What the browser does: goes to the provider, and comes back with its answer. */
    private static URI visit(OpenIdSignIn.Begun begun) throws IOException, InterruptedException {
        return URI.create(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(begun.address()).build(), BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow());
    }

    private static User signedIn() throws Exception {
        OpenIdSignIn.Begun begun = signIn.begin();
        return signIn.finish(visit(begun), begun.memory());
    }

    @Test
    void thePersonIsWhoTheTokenSays() throws Exception {
        // Given
        provider.says(claims ->
                claims.claim("roles", List.of("Hub.Operator", "Hub.Reveal")).claim("integrations", List.of("orders")));

        // Then
        assertThat(signedIn()).isEqualTo(new User("olga@example.com", Role.OPERATOR, Set.of("orders"), true));
    }

    @Test
    void theHighestRoleCounts() throws Exception {
        provider.says(claims -> claims.claim("roles", List.of("Hub.Viewer", "Hub.Administrator")));

        assertThat(signedIn().role()).isEqualTo(Role.ADMINISTRATOR);
    }

    @Test
    void aPersonWithoutARoleStaysOutsideAndIsToldWhichRolesThereAre() {
        provider.says(claims -> claims.claim("roles", List.of("Another")));

        assertThatThrownBy(OpenIdSignInTest::signedIn)
                .isInstanceOf(SignInRefusedException.class)
                .hasMessageContaining("Hub.Viewer");
    }

    static Stream<UnaryOperator<JWTClaimsSet.Builder>> wrongTokens() {
        Instant past = Instant.now().minusSeconds(3600);
        return Stream.of(
                claims -> claims.issuer("https://elsewhere.example"),
                claims -> claims.audience("another-client"),
                claims -> claims.claim("nonce", "another"),
                claims -> claims.claim("nonce", null),
                claims -> claims.expirationTime(Date.from(past)),
                claims -> claims.subject(null));
    }

    @ParameterizedTest
    @MethodSource("wrongTokens")
    void aWrongTokenLetsNobodyIn(UnaryOperator<JWTClaimsSet.Builder> wrong) {
        provider.says(wrong);

        assertThatThrownBy(OpenIdSignInTest::signedIn).isInstanceOf(SignInRefusedException.class);
    }

    @Test
    void aForgedTokenLetsNobodyIn() throws Exception {
        provider.signsWithAnotherKey();

        assertThatThrownBy(OpenIdSignInTest::signedIn).isInstanceOf(SignInRefusedException.class);
    }

    @Test
    void theAnswerOfAnotherBrowserIsRefused() throws Exception {
        // Given
        URI answer = visit(signIn.begin());
        String memory = signIn.begin().memory();

        // Then
        assertThatThrownBy(() -> signIn.finish(answer, memory))
                .isInstanceOf(SignInRefusedException.class)
                .hasMessageContaining("another sign-in");
    }

    @Test
    void anAnswerIsGoodForOneSignInOnly() throws Exception {
        // Given
        OpenIdSignIn.Begun begun = signIn.begin();
        URI answer = visit(begun);
        signIn.finish(answer, begun.memory());

        // Then
        assertThatThrownBy(() -> signIn.finish(answer, begun.memory())).isInstanceOf(SignInRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a~b", "~~", "nonsense"})
    void aForgedMemoryIsRefused(String memory) throws Exception {
        URI answer = visit(signIn.begin());

        assertThatThrownBy(() -> signIn.finish(answer, memory)).isInstanceOf(SignInRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "?error=access_denied", "?code=x", "?code=x&code=y&state=z", "?%25=%25"})
    void anAnswerThatIsNoneIsRefused(String query) throws Exception {
        String memory = signIn.begin().memory();

        assertThatThrownBy(() -> signIn.finish(URI.create("https://hub.example.com/x" + query), memory))
                .isInstanceOf(SignInRefusedException.class);
    }

    @Test
    void aHubWithAWrongSecretLetsNobodyIn() throws Exception {
        // Given
        OpenIdSignIn wrong = signIn("wrong");
        OpenIdSignIn.Begun begun = wrong.begin();
        URI answer = visit(begun);

        // Then
        assertThatThrownBy(() -> wrong.finish(answer, begun.memory())).isInstanceOf(SignInRefusedException.class);
    }
}

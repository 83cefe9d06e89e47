package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 1.6 of the fact sheet. */
class AuthenticationTest {

    private static final String ID = SimulatorSettings.DEFAULT_CLIENT_ID;
    private static final String SECRET = SimulatorSettings.DEFAULT_CLIENT_SECRET;

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @Test
    @DisplayName("T31 [C/I] §1.6: without a token the answer is a challenge with an empty body")
    void aRequestWithoutTokenIsChallenged() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.send(HttpRequest.newBuilder(URI.create(dataverse.root() + "accounts")));
        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.response().headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer authorization_uri=https://login.microsoftonline.com/"
                        + SimulatorSettings.DEFAULT_TENANT_ID + "/oauth2/authorize, resource_id="
                        + dataverse.simulator().url() + "/");
        assertThat(answer.text()).isEmpty();
    }

    @Test
    @DisplayName("[C] §1.6: a client that finds its authority by the challenge can be kept on the simulator")
    void theChallengeLeadsToTheSimulatorByASwitch() {
        // Given
        dataverse.control("PUT", "settings", "{\"challengeNamesSimulator\":true}");
        // When
        String challenge = dataverse
                .send(HttpRequest.newBuilder(URI.create(dataverse.root() + "WhoAmI")))
                .header("WWW-Authenticate");
        // Then
        assertThat(challenge)
                .startsWith("Bearer authorization_uri=" + dataverse.simulator().url() + "/"
                        + SimulatorSettings.DEFAULT_TENANT_ID + "/oauth2/authorize, ");
    }

    @Test
    @DisplayName("[K] §1.6: the token endpoint answers as Microsoft Entra ID v2 does")
    void theTokenHasALifetime() {
        // When
        SimulatorFixture.Answer answer = dataverse.tokenRequest("grant_type=client_credentials&client_id=" + ID
                + "&client_secret=" + SECRET + "&scope=http%3A%2F%2Flocalhost%2F.default");
        // Then
        assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").isInt()).isTrue();
        assertThat(answer.json().path("access_token").asText())
                .startsWith("eyJ")
                .contains(".");
    }

    /** [K] §1.6: MSAL for Java adds these scopes in the order of a hash. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "openid profile offline_access https://org.example/.default",
                "https://org.example/.default openid profile offline_access",
                "profile https://org.example/.default openid offline_access"
            })
    void scopesOfOpenIdConnectBesideTheResourceAreTakenInAnyOrder(String scope) {
        // When
        SimulatorFixture.Answer answer = dataverse.tokenRequest("grant_type=client_credentials&client_id=" + ID
                + "&client_secret=" + SECRET + "&scope=" + scope.replace(' ', '+'));
        // Then
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client_id={id}&client_secret={s}&scope=x/.default | 400 | invalid_request | 900144",
                "grant_type=password&client_id={id}&scope=x/.default | 400 | unsupported_grant_type | 70003",
                "grant_type=client_credentials&client_id=other&client_secret={s}&scope=x/.default | 400 | unauthorized_client | 700016",
                "grant_type=client_credentials&client_id={id}&client_secret=no&scope=x/.default | 401 | invalid_client | 7000215",
                "grant_type=client_credentials&client_id={id}&scope=x/.default | 401 | invalid_client | 7000218",
                "grant_type=client_credentials&client_id={id}&client_secret={s}&scope=x | 400 | invalid_scope | 1002012"
            })
    @DisplayName("[I/K] §1.6: token requests that are refused")
    void aWrongTokenRequestIsRefused(String form, int status, String error, int code) {
        // When
        SimulatorFixture.Answer answer =
                dataverse.tokenRequest(form.replace("{id}", ID).replace("{s}", SECRET));
        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
        assertThat(answer.json().path("error_codes").path(0).asInt()).isEqualTo(code);
        assertThat(answer.json().path("error_description").asText()).startsWith("AADSTS" + code + ": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/common/discovery/instance?api-version=1.1&authorization_endpoint=x | tenant_discovery_endpoint",
                "/{tenant}/v2.0/.well-known/openid-configuration | token_endpoint",
                "/{tenant}/v2.0/.well-known/openid-configuration | jwks_uri",
                "/{tenant}/.well-known/openid-configuration | token_endpoint"
            })
    @DisplayName("[K] §1.6: what authentication libraries ask first leads to documents and endpoints of the simulator")
    void whatAuthenticationLibrariesAskFirstLeadsToTheSimulator(String path, String member) {
        // Given
        String url = dataverse.simulator().url() + path.replace("{tenant}", SimulatorSettings.DEFAULT_TENANT_ID);
        // When
        String found = dataverse
                .send(HttpRequest.newBuilder(URI.create(url)))
                .json()
                .path(member)
                .asText();
        int status = member.equals("token_endpoint")
                ? dataverse
                        .send(HttpRequest.newBuilder(URI.create(found)).POST(HttpRequest.BodyPublishers.noBody()))
                        .status()
                : dataverse.send(HttpRequest.newBuilder(URI.create(found))).status();
        // Then
        assertThat(found).startsWith(dataverse.simulator().url().toString());
        assertThat(status).isEqualTo(member.equals("token_endpoint") ? 400 : 200);
    }

    @Test
    @DisplayName("[K] §1.6: an assertion that no registered certificate has signed is refused")
    void anAssertionOfAnUnknownCertificateIsRefused() {
        // Given: a token with the right claims, signed by nobody
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String assertion = base64.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(("{\"iss\":\"" + ID + "\",\"sub\":\"" + ID + "\",\"exp\":4102444800}")
                        .getBytes(StandardCharsets.UTF_8))
                + ".eA";
        // When
        SimulatorFixture.Answer answer = dataverse.tokenRequest("grant_type=client_credentials&client_id=" + ID
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion=" + assertion + "&scope=x/.default");
        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error_description").asText()).startsWith("AADSTS700027: ");
    }

    @Test
    @DisplayName("[K] §1.6: a token ends")
    void aTokenEnds() {
        // When
        dataverse.simulator().advanceClock(SimulatorSettings.DEFAULT_TOKEN_LIFETIME.minusSeconds(1));
        int before = dataverse.get("WhoAmI").status();
        dataverse.simulator().advanceClock(Duration.ofSeconds(2));
        int after = dataverse.get("WhoAmI").status();
        // Then
        assertThat(before).isEqualTo(200);
        assertThat(after).isEqualTo(401);
    }

    @Test
    void tokensCanBeRevoked() {
        // When
        dataverse.control("POST", "tokens/revoke", "");
        // Then
        assertThat(dataverse.get("WhoAmI").status()).isEqualTo(401);
    }

    @Test
    void aSecretCanBeChangedWhileRunning() {
        // When
        dataverse.control("PUT", "clients/" + ID, "{\"secret\":\"new\"}");
        // Then
        assertThat(dataverse.token(ID, SECRET)).isEmpty();
        assertThat(dataverse.token(ID, "new")).isNotEmpty();
    }

    @Test
    void inTheModeAnyEveryTokenIsTaken() {
        // Given
        SimulatorSettings settings =
                SimulatorSettings.defaults().withPort(0).withTokenMode(SimulatorSettings.TokenMode.ANY);
        try (Simulator simulator = Simulator.start(settings)) {
            // When
            SimulatorFixture.Answer answer =
                    dataverse.send(HttpRequest.newBuilder(URI.create(simulator.url() + "/api/data/v9.2/WhoAmI"))
                            .header("Authorization", "Bearer whatever"));
            // Then
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("[C] §14.3: who asks who he is finds himself among the users")
    void aTokenThatIsTakenAsItComesHasAUserTooWhoOwnsWhatItCreates() {
        // Given
        SimulatorSettings settings =
                SimulatorSettings.defaults().withPort(0).withTokenMode(SimulatorSettings.TokenMode.ANY);
        try (Simulator simulator = Simulator.start(settings)) {
            String root = simulator.url() + "/api/data/v9.2/";
            dataverse.use("whatever");
            String user = dataverse.get(root + "WhoAmI").json().path("UserId").asText();
            // When
            String owner = dataverse
                    .post(
                            root + "bld_sites?$expand=createdby($select=fullname)",
                            "{}",
                            "Prefer",
                            "return=representation")
                    .json()
                    .at("/createdby/systemuserid")
                    .asText();
            // Then
            assertThat(dataverse.get(root + "systemusers(" + user + ")").status())
                    .isEqualTo(200);
            assertThat(owner).isEqualTo(user);
        }
    }

    @Test
    void eachClientHasItsOwnUser() {
        // Given
        SimulatorSettings settings = SimulatorSettings.defaults()
                .withPort(0)
                .withClients(Map.of(ID, SECRET, SimulatorFixture.SECOND_CLIENT, SimulatorFixture.SECOND_SECRET));
        // When
        try (Simulator simulator = Simulator.start(settings)) {
            // Then
            assertThat(simulator.count("systemusers")).isEqualTo(5); // with the administrator and two people
        }
    }
}

package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.d365hub.simulator.http.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's authentication library for Java, which insists on HTTPS, gets tokens that the Web API takes [K] §1.6. */
@DisplayName("[K] §1.6: Microsoft's authentication library (MSAL for Java)")
class MsalClientTest {

    private static final String WITH_CERTIFICATE = "3f0c5d1e-8b7a-4c29-9e54-d365b0000009";

    @TempDir
    private static Path folder;

    private static SelfSigned selfSigned;
    private static Simulator simulator;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException, InterruptedException {
        selfSigned = SelfSigned.in(folder);
        simulator = Simulator.start(
                SimulatorSettings.defaults().withPort(0).withTls(new Tls(selfSigned.file(), SelfSigned.PASSWORD)));
        simulator.certificate(WITH_CERTIFICATE, selfSigned.pem());
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    private static String token(String clientId, IClientCredential credential) throws Exception {
        return ConfidentialClientApplication.builder(clientId, credential)
                .authority(simulator.url() + "/" + SimulatorSettings.DEFAULT_TENANT_ID + "/")
                .instanceDiscovery(false)
                .sslSocketFactory(selfSigned.trusting().getSocketFactory())
                .build()
                .acquireToken(ClientCredentialParameters.builder(Set.of(simulator.url() + "/.default"))
                        .build())
                .get()
                .accessToken();
    }

    private static HttpResponse<String> whoAmI(String token) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().sslContext(selfSigned.trusting()).build();
        return http.send(
                HttpRequest.newBuilder(URI.create(simulator.url() + "/api/data/v9.2/WhoAmI"))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aTokenForASecretIsTakenByTheWebApi() throws Exception {
        // When
        String token = token(
                SimulatorSettings.DEFAULT_CLIENT_ID,
                ClientCredentialFactory.createFromSecret(SimulatorSettings.DEFAULT_CLIENT_SECRET));
        // Then
        assertThat(whoAmI(token).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenForACertificateIsTakenByTheWebApi() throws Exception {
        // When
        String token = token(
                WITH_CERTIFICATE,
                ClientCredentialFactory.createFromCertificate(selfSigned.key(), selfSigned.certificate()));
        // Then
        assertThat(whoAmI(token).statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongSecretIsToldInTheLibrarysTerms() {
        assertThatThrownBy(() ->
                        token(SimulatorSettings.DEFAULT_CLIENT_ID, ClientCredentialFactory.createFromSecret("wrong")))
                .hasCauseInstanceOf(MsalServiceException.class)
                .hasMessageContaining("AADSTS7000215");
    }

    @Test
    void addressesInAnswersAreThoseOfHttps() throws Exception {
        // Given
        String token = token(
                SimulatorSettings.DEFAULT_CLIENT_ID,
                ClientCredentialFactory.createFromSecret(SimulatorSettings.DEFAULT_CLIENT_SECRET));
        // Then
        assertThat(whoAmI(token).body())
                .contains("\"@odata.context\":\"" + simulator.url() + "/api/data/v9.2/$metadata");
    }
}

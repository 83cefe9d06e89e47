package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What pages in a browser need, and the methods that the service says it allows: §1.5 [I]. */
class CrossOriginTest {

    @RegisterExtension
    final SimulatorFixture dataverse =
            SimulatorFixture.with(SimulatorSettings.defaults().withSeed(SimulatorSettings.Seed.EMPTY));

    @Test
    @DisplayName("[U] §1.5: a browser's question before a call is answered without a token")
    void aPreflightIsAnsweredWithoutAToken() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.send(HttpRequest.newBuilder(URI.create(dataverse.root() + "bld_sites"))
                        .header("Origin", "https://app.example.com")
                        .header("Access-Control-Request-Method", "PATCH")
                        .header("Access-Control-Request-Headers", "authorization,if-match")
                        .method("OPTIONS", BodyPublishers.noBody()));
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH");
        assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("authorization,if-match");
    }

    @Test
    @DisplayName("[I] §1.5: HEAD is allowed, and answers as GET does, without a body")
    void headAnswersWithoutABody() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.send(dataverse.request("WhoAmI").method("HEAD", BodyPublishers.noBody()));
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-ms-dop-hint")).isEqualTo("4");
        assertThat(answer.text()).isEmpty();
    }
}

package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Synchronous steps of bulk messages: section 3.1 of the fact sheet on events [V]; when they are told is [U]. */
class BulkEventsTest {

    private static final String TARGET = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"N\"}";

    @RegisterExtension
    final SimulatorFixture dataverse =
            SimulatorFixture.with(SimulatorSettings.defaults().withSeed(SimulatorSettings.Seed.EMPTY));

    private final Receiver receiver = new Receiver();

    @BeforeEach
    void register() {
        Registrar registrar = new Registrar(dataverse);
        registrar.step(registrar.webhook(receiver.url()), "CreateMultiple", "account", "{\"mode\":0}");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private SimulatorFixture.Answer createTwo() {
        return dataverse.post(
                "accounts/Microsoft.Dynamics.CRM.CreateMultiple", "{\"Targets\":[" + TARGET + "," + TARGET + "]}");
    }

    @Test
    @DisplayName("[V] §3.1: all rows of a request come together")
    void aSynchronousStepHearsOfAllRowsTogether() {
        // When
        createTwo();
        // Then: it has been told when the answer is there
        assertThat(receiver.posts()).singleElement().satisfies(post -> assertThat(
                        post.value("InputParameters", "Targets").path("Entities"))
                .hasSize(2));
    }

    @Test
    @DisplayName("[V] §1.7: a synchronous step that fails makes the request fail")
    void nothingIsWrittenWhenTheStepFails() {
        // Given
        receiver.answers(500);
        // When
        SimulatorFixture.Answer answer = createTwo();
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(dataverse.simulator().count("accounts")).isZero();
    }

    @Test
    @DisplayName("[V] §3.1: a single operation raises the bulk message with one row")
    void aSingleOperationRaisesItWithOneRow() {
        // When
        dataverse.post("accounts", "{\"name\":\"N\"}");
        // Then
        assertThat(receiver.posts()).singleElement().satisfies(post -> assertThat(
                        post.value("InputParameters", "Targets").path("Entities"))
                .hasSize(1));
    }
}

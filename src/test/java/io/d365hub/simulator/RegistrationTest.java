package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tables of the event framework. Expectations are those of the fact sheet on events, sections 1.1 and 3.4. */
class RegistrationTest {

    @RegisterExtension
    final SimulatorFixture dataverse =
            SimulatorFixture.with(SimulatorSettings.defaults().withSeed(SimulatorSettings.Seed.EMPTY));

    private final Registrar registrar = new Registrar(dataverse);
    private String webhook;

    @BeforeEach
    void register() {
        webhook = registrar.webhook("http://127.0.0.1:9/hook");
    }

    @Test
    void aSecretIsNotGivenBack() {
        // When: section 1.1 [V]
        JsonNode endpoint = dataverse.get("serviceendpoints(" + webhook + ")").json();
        // Then
        assertThat(endpoint.path("isauthvalueset").asBoolean()).isTrue();
        assertThat(endpoint.has("authvalue")).isFalse();
    }

    @Test
    void aSecretCannotBeAskedFor() {
        assertThat(dataverse.get("serviceendpoints?$select=authvalue").status()).isEqualTo(400);
    }

    @Test
    void aSecretCannotBeGuessedByFilters() {
        assertThat(dataverse
                        .get("serviceendpoints?$filter=contains(authvalue,'s3cr3t')")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aWebhookNeedsAnAbsoluteAddress() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.post("serviceendpoints", "{\"name\":\"w\",\"contract\":8,\"url\":\"hub/in\",\"authtype\":5}");
        // Then
        assertThat(answer.text()).contains("absolute http or https URL");
    }

    @Test
    void aWebhookNeedsAnAuthenticationOfItsOwn() {
        // When: section 1.1, three kinds [V]
        SimulatorFixture.Answer answer = dataverse.post(
                "serviceendpoints", "{\"name\":\"w\",\"contract\":8,\"url\":\"http://hub/in\",\"authtype\":2}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void anAsynchronousStepIsForStage40() {
        assertThat(registrar
                        .tryStep(webhook, "Update", "account", "{\"stage\":20}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void stagesOfThePlatformAreClosed() {
        assertThat(registrar
                        .tryStep(webhook, "Update", "account", "{\"stage\":30,\"mode\":0}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void onlyUpdatesAreFilteredByColumns() {
        assertThat(registrar
                        .tryStep(webhook, "Create", "account", "{\"filteringattributes\":\"name\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aFilterOnAnUnknownColumnIsRefused() {
        assertThat(registrar
                        .tryStep(webhook, "Update", "account", "{\"filteringattributes\":\"nosuch\"}")
                        .text())
                .contains("'nosuch'");
    }

    @Test
    void aStepOfAWebhookTakesNoConfiguration() {
        assertThat(registrar
                        .tryStep(webhook, "Update", "account", "{\"configuration\":\"x\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aCreateHasNoPreImage() {
        // Given
        String step = registrar.step(webhook, "Create", "account", "{}");
        // Then
        assertThat(registrar.tryImage(step, "before", 0, "Target", "name").status())
                .isEqualTo(400);
    }

    @Test
    void aDeleteHasNoPostImage() {
        // Given
        String step = registrar.step(webhook, "Delete", "account", "{}");
        // Then
        assertThat(registrar.tryImage(step, "after", 1, "Target", "name").status())
                .isEqualTo(400);
    }

    @Test
    void anAliasIsGivenOnceToAStep() {
        // Given
        String step = registrar.step(webhook, "Update", "account", "{}");
        registrar.image(step, "before", 0, "name");
        // Then: [U]
        assertThat(registrar.tryImage(step, "before", 1, "Target", "name").status())
                .isEqualTo(400);
    }

    @Test
    void imagesVanishWithTheirStep() {
        // Given
        String step = registrar.step(webhook, "Update", "account", "{}");
        registrar.image(step, "before", 0, "name");
        // When
        dataverse.delete("sdkmessageprocessingsteps(" + step + ")");
        // Then: section 3.4, 6
        assertThat(dataverse.simulator().count("sdkmessageprocessingstepimages"))
                .isZero();
    }

    @Test
    void stepsAreListedFromTheirEndpoint() {
        // Given
        registrar.step(webhook, "Update", "account", "{\"filteringattributes\":\"name\"}");
        // When: section 3.4, 5
        JsonNode steps = dataverse
                .get("serviceendpoints(" + webhook + ")/serviceendpoint_sdkmessageprocessingstep?$select=name,stage,"
                        + "filteringattributes,statecode")
                .json();
        // Then
        assertThat(steps.at("/value/0/filteringattributes").asText()).isEqualTo("name");
    }

    @Test
    void aNewTableCanBeSubscribedTo() {
        // Given
        dataverse.post("EntityDefinitions", Definitions.table("hub_Visit"));
        // When
        int status = registrar.tryStep(webhook, "Update", "hub_visit", "{}").status();
        // Then
        assertThat(status).isEqualTo(201);
    }

    @Test
    void messagesAreListedWithTheirTables() {
        // When: section 3.1
        JsonNode messages = dataverse
                .get("sdkmessages?$select=name&$filter=isprivate eq false and"
                        + " sdkmessageid_sdkmessagefilter/any(s:s/iscustomprocessingstepallowed eq true and s/isvisible"
                        + " eq true)&$orderby=name")
                .json();
        // Then
        assertThat(messages.findValuesAsText("name")).contains("Create", "Delete", "Update");
    }
}

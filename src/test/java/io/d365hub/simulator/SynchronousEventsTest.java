package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.bus.ForeignBroker;
import io.d365hub.simulator.Receiver.Post;
import io.d365hub.simulator.event.EventSettings;
import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps that the operation waits for. Expectations are those of the fact sheet on events, sections 1.3, 1.7 and 2.1. */
@Timeout(300)
class SynchronousEventsTest {

    private static final String CREATE = "{\"name\":\"One\",\"creditonhold\":false,\"numberofemployees\":240}";
    private static final ForeignBroker BROKER = ForeignBroker.start().with("sync");

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.with(SimulatorSettings.defaults()
            .withSeed(SimulatorSettings.Seed.EMPTY)
            .withEvents(new EventSettings(1, 20, true, 4, 100, false, List.of(20L), 2)));

    private final Receiver receiver = new Receiver();
    private final Registrar registrar = new Registrar(dataverse);

    @AfterEach
    void close() {
        receiver.close();
    }

    @AfterAll
    static void stop() throws IOException {
        BROKER.close();
    }

    private Post posted() {
        registrar.step(registrar.webhook(receiver.url()), "Create", "account", "{\"mode\":0}");
        dataverse.post("accounts", CREATE);
        return receiver.await(1).get(0);
    }

    private void queue(String stage) {
        registrar.step(
                registrar.queue(BROKER.amqp(), "sync"), "Create", "account", "{\"mode\":0,\"stage\":" + stage + "}");
    }

    @Test
    void theContextSaysThatItIsInsideOfTheTransaction() {
        // When
        JsonNode context = posted().json();
        // Then: section 1.3 [V]
        assertThat(context.path("Mode").asInt()).isZero();
        assertThat(context.path("IsInTransaction").asBoolean()).isTrue();
        assertThat(context.path("OperationId")).isEqualTo(context.path("RequestId"));
    }

    @Test
    void imagesThatNobodyRegisteredAreNotThere() {
        // When
        JsonNode context = posted().json();
        // Then: section 1.3 [V], no automatic image
        assertThat(context.path("PostEntityImages")).isEmpty();
        assertThat(context.path("PreEntityImages")).isEmpty();
    }

    @Test
    void theTargetHasDisplayTexts() {
        // When
        JsonNode texts = posted().value("InputParameters", "Target").path("FormattedValues");
        // Then: section 1.3 [V], numbers, dates, "Active", "No"
        assertThat(List.of(
                        Post.value(texts, "numberofemployees").asText(),
                        Post.value(texts, "creditonhold").asText(),
                        Post.value(texts, "statecode").asText()))
                .isEqualTo(List.of("240", "No", "Active"));
        assertThat(Post.value(texts, "createdon").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d-00:00");
    }

    @Test
    void variablesOfThePlatformAreTold() {
        // When
        Post post = posted();
        // Then: section 1.3 [V]
        assertThat(post.json().path("SharedVariables").findValuesAsText("key"))
                .contains("IsAutoTransact", "DefaultsAddedFlag", "AcceptLang");
    }

    @Test
    void theEnclosingOperationBelongsToThePlatform() {
        // When
        JsonNode context = posted().json();
        // Then: section 1.3 [V], another id and name than the step's
        JsonNode parent = context.path("ParentContext").path("OwningExtension");
        assertThat(parent.path("Name").asText()).isEqualTo("ObjectModel Implementation");
        assertThat(parent.path("Id"))
                .isNotEqualTo(context.path("OwningExtension").path("Id"));
    }

    @ParameterizedTest
    @CsvSource({"true, 2", "false, 1"})
    void whetherAWebhookGetsASecondTryCanBeChosen(boolean again, int calls) {
        // Given
        dataverse.control("PUT", "events", "{\"retrySynchronous\":" + again + "}");
        registrar.step(registrar.webhook(receiver.url()), "Create", "account", "{\"mode\":0}");
        receiver.answers(503, 204);
        // When
        int status = dataverse.post("accounts", CREATE).status();
        // Then: section 1.7 [V] one more attempt after 503; of synchronous steps too or not [U]
        assertThat(receiver.await(calls)).hasSize(calls);
        assertThat(status).isEqualTo(again ? 204 : 400);
    }

    @Test
    void aQueueGetsTheMessageWithoutASystemJob() {
        // Given: section 2.1 [V], a service endpoint on a synchronous step sends at once
        queue("40");
        long before = BROKER.waiting("sync");
        // When
        int status = dataverse.post("accounts", CREATE).status();
        // Then
        assertThat(status).isEqualTo(204);
        assertThat(dataverse.simulator().count("asyncoperations")).isZero();
        Awaitility.await().until(() -> BROKER.waiting("sync") == before + 1);
    }

    @Test
    void aMessageOfAnOperationThatIsUndoneCannotBeRecalled() {
        // Given: sections 1.7 and 2.1 [V]
        queue("20");
        registrar.step(registrar.webhook(receiver.url()), "Create", "account", "{\"mode\":0}");
        receiver.answers(500);
        long before = BROKER.waiting("sync");
        // When
        int status = dataverse.post("accounts", CREATE).status();
        // Then
        assertThat(status).isEqualTo(400);
        assertThat(dataverse.simulator().count("accounts")).isZero();
        Awaitility.await().until(() -> BROKER.waiting("sync") == before + 1);
    }

    @Test
    void aBusThatIsAwayUndoesTheOperation() {
        // Given: section 1.7 [V], the caller waits, and a failure makes the operation fail; nothing is tried again
        queue("40");
        BROKER.stop();
        // When
        int status = dataverse.post("accounts", CREATE).status();
        BROKER.begin();
        // Then
        assertThat(status).isEqualTo(400);
        assertThat(dataverse.simulator().count("accounts")).isZero();
        assertThat(dataverse.simulator().count("asyncoperations")).isZero();
    }
}

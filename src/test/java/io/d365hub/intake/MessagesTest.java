package io.d365hub.intake;

import static io.d365hub.intake.IntakeFixture.KEY;
import static io.d365hub.intake.IntakeFixture.ORDERS;
import static io.d365hub.intake.IntakeFixture.OTHER_KEY;
import static io.d365hub.intake.IntakeFixture.json;
import static io.d365hub.intake.IntakeFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.intake.MessageState.State;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    private static final UUID ID = UUID.fromString("018f3a52-6d3e-4c1a-9f6b-2f1c7a9d4e10");

    @RegisterExtension
    final IntakeFixture hub = new IntakeFixture();

    @ParameterizedTest
    @EnumSource
    void theStateOfAMessageIsTold(State state) throws Exception {
        // Given
        hub.states.put(
                ID,
                new MessageState(ORDERS, state, "It is parked.", Optional.of(Instant.parse("2026-01-05T08:00:00Z"))));
        // When
        HttpResponse<String> answer = ask(KEY, ID.toString());
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer))
                .isEqualTo(json("""
                        {"id": "018f3a52-6d3e-4c1a-9f6b-2f1c7a9d4e10", "integration": "webshop-orders", "state": "%s",
                         "detail": "It is parked.", "since": "2026-01-05T08:00:00Z"%s}""".formatted(state.name().toLowerCase(java.util.Locale.ROOT), waitsFor(state))));
    }

    private static String waitsFor(State state) {
        return switch (state) {
            case QUEUED -> ", \"waitsFor\": \"turn\"";
            case DEAD -> ", \"waitsFor\": \"person\"";
            case DELIVERED, FILTERED, DISCARDED -> "";
        };
    }

    @Test
    void whatAMessageWentThroughIsTold() throws Exception {
        // Given
        UUID letter = UUID.fromString("018f3a52-6d3e-4c1a-9f6b-2f1c7a9d4e12");
        Instant at = Instant.parse("2026-01-05T08:00:00Z");
        MessageState.Step died = new MessageState.Step("died", at, Optional.of(letter), Optional.empty());
        hub.states.put(
                ID,
                new MessageState(ORDERS, State.QUEUED, "", Optional.of(at))
                        .with(MessageState.WaitsFor.TARGET, "", java.util.List.of(died)));
        // When
        HttpResponse<String> answer = ask(KEY, ID.toString());
        // Then
        assertThat(json(answer).path("waitsFor").asText()).isEqualTo("target");
        assertThat(json(answer).path("lineage")).isEqualTo(json("""
                        [{"event": "died", "at": "2026-01-05T08:00:00Z", "deadLetter": "018f3a52-6d3e-4c1a-9f6b-2f1c7a9d4e12"}]"""));
    }

    @Test
    void theLocationOfA202LeadsThere() throws Exception {
        // Given
        HttpResponse<String> pushed = hub.send(hub.push(ORDERS, order(1)));
        UUID id = PushTest.id(pushed);
        hub.states.put(id, new MessageState(ORDERS, State.QUEUED, "", Optional.empty()));
        // When
        HttpResponse<String> answer = hub.send(
                hub.to(pushed.headers().firstValue("Location").orElseThrow()).header("X-API-Key", KEY));
        // Then
        assertThat(json(answer).get("state").asText()).isEqualTo("queued");
    }

    @ParameterizedTest
    @ValueSource(strings = {"018f3a52-6d3e-4c1a-9f6b-2f1c7a9d4e11", "1-1-1-1-1", "nonsense", ""})
    void anUnknownMessageIsNotFound(String id) throws Exception {
        assertThat(ask(KEY, id).statusCode()).isEqualTo(404);
    }

    @Test
    void aMessageOfAnotherClientsIntegrationIsAsUnknownAsNone() throws Exception {
        // Given
        HttpResponse<String> none = ask(OTHER_KEY, ID.toString());
        hub.states.put(ID, new MessageState(ORDERS, State.DELIVERED, "", Optional.empty()));
        // When
        HttpResponse<String> another = ask(OTHER_KEY, ID.toString());
        // Then
        assertThat(another.statusCode()).isEqualTo(404);
        assertThat(another.body()).isEqualTo(none.body());
    }

    @Test
    void strangersAreToldNothing() throws Exception {
        assertThat(ask("wrong", ID.toString()).statusCode()).isEqualTo(401);
    }

    @Test
    void aLedgerThatIsDownIsUnavailable() throws Exception {
        // Given
        hub.ledgerDown = true;
        // When
        HttpResponse<String> answer = ask(KEY, ID.toString());
        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private HttpResponse<String> ask(String key, String id) throws Exception {
        return hub.send(hub.to("/messages/" + id).header("X-API-Key", key));
    }
}

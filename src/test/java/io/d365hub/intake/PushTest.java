package io.d365hub.intake;

import static io.d365hub.intake.IntakeFixture.KEY;
import static io.d365hub.intake.IntakeFixture.ORDERS;
import static io.d365hub.intake.IntakeFixture.OTHER_KEY;
import static io.d365hub.intake.IntakeFixture.json;
import static io.d365hub.intake.IntakeFixture.order;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.access.ApiClients;
import io.d365hub.message.HubMessage;
import io.d365hub.message.WorkQueueUnavailableException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest {

    @RegisterExtension
    final IntakeFixture hub = new IntakeFixture();

    @Test
    void aMessageIsStoredWithAllThatTheHubKnowsOfIt() throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order("A-1"))
                .setHeader("Content-Type", "Application/Vnd.Shop+JSON; charset=\"UTF-8\""));
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        HubMessage stored = hub.queue.messages.get(0);
        assertThat(stored)
                .returns(ORDERS, HubMessage::integration)
                .returns("webshop", HubMessage::client)
                .returns("A-1", HubMessage::recordKey)
                .returns("application/vnd.shop+json", HubMessage::contentType)
                .returns(Map.of(), HubMessage::headers)
                .returns(Optional.empty(), HubMessage::replay)
                .returns(
                        json(answer).get("id").asText(), message -> message.id().toString());
        assertThat(new String(stored.body(), UTF_8)).isEqualTo(order("A-1"));
    }

    @Test
    void theAnswerLeadsToTheMessage() throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order("A-1")));
        // Then
        assertThat(answer.headers().firstValue("Location"))
                .contains("/messages/" + json(answer).get("id").asText());
    }

    @Test
    void theAnswerHasNoMoreHeadersThanItNeeds() throws Exception {
        assertThat(hub.send(hub.push(ORDERS, order("A-1"))).headers().map().keySet())
                .containsExactlyInAnyOrder("content-type", "content-length", "location");
    }

    @Test
    void equalMessagesWithoutAKeyAreDifferentMessages() throws Exception {
        // When
        hub.send(hub.push(ORDERS, order("A-1")));
        hub.send(hub.push(ORDERS, order("A-1")));
        // Then
        assertThat(hub.queue.messages)
                .extracting(HubMessage::id)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void laterMessagesHaveLargerSequences() throws Exception {
        // When
        hub.send(hub.push(ORDERS, order("A-1")));
        hub.send(hub.pushLines(ORDERS, order("A-2") + "\n" + order("A-3")));
        // Then
        assertThat(hub.queue.messages)
                .extracting(HubMessage::sequence)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void anXmlIntegrationTakesXml() throws Exception {
        // When
        HttpResponse<String> answer =
                hub.send(hub.push("xml-orders", "<order number='7'/>").setHeader("Content-Type", "text/xml"));
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(hub.queue.messages).extracting(HubMessage::recordKey).containsExactly("7");
    }

    @Test
    void aLargeMessageIsTakenAsItIs() throws Exception {
        // Given
        String body = "{\"pad\":\"" + "ü".repeat(500_000) + "\",\"order\":{\"number\":1}}";
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, body));
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(hub.queue.messages.get(0).body()).isEqualTo(body.getBytes(UTF_8));
    }

    @Test
    void aMessageMayComeInChunks() throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, "")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(
                        List.of("{\"order\":".getBytes(UTF_8), "{\"number\":1}}".getBytes(UTF_8))))));
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    @Test
    void aCallerThatWaitsForContinueGetsIt() throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order("A-1")).expectContinue(true));
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"respond-async", "wait=10", "respond-async, wait=3", "return=minimal", "nonsense;;"})
    void preferencesDoNotMatter(String preference) throws Exception {
        assertThat(hub.send(hub.push(ORDERS, order("A-1")).header("Prefer", preference))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void ofTheCallersHeadersOnlyListedOnesThatCannotSteerReachTheMessage() throws Exception {
        // When
        hub.send(hub.push("headers", "{\"id\":1,\"CamelHttpUri\":\"http://127.0.0.1:1\",\"JMSReplyTo\":\"q\"}")
                .header("X-Shop", "Oslo")
                .header("X-Other", "no")
                .header("CamelFileName", "no")
                .header("CAMEL-Exec", "no")
                .header("JMSType", "no")
                .header("_AMQ_SCHED_DELIVERY", "99999999")
                .header("hubId", "no"));
        // Then
        assertThat(hub.queue.messages.get(0).headers()).isEqualTo(Map.of("x-shop", "Oslo"));
    }

    @Test
    void aRequestWithoutAKeyIsNotAuthenticated() throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.to("/push/" + ORDERS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(order(1))));
        // Then
        assertProblem(answer, 401, "not-authenticated");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("ApiKey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", KEY + "x"})
    void aRequestWithAWrongKeyIsNotAuthenticated(String key) throws Exception {
        assertProblem(hub.send(hub.push(ORDERS, order(1)).setHeader("X-API-Key", key)), 401, "not-authenticated");
    }

    @Test
    void aRequestWithTwoKeysIsNotAuthenticated() throws Exception {
        assertProblem(hub.send(hub.push(ORDERS, order(1)).header("X-API-Key", KEY)), 401, "not-authenticated");
    }

    @Test
    void aKeyThatWasTakenAwayNoLongerWorks() throws Exception {
        // Given
        hub.clients = ApiClients.none();
        // When, then
        assertProblem(hub.send(hub.push(ORDERS, order(1))), 401, "not-authenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {ORDERS, "no-such-integration"})
    void aClientWithoutPermissionIsToldSoWhetherTheIntegrationExistsOrNot(String integration) throws Exception {
        assertProblem(hub.send(hub.push(integration, order(1)).setHeader("X-API-Key", OTHER_KEY)), 403, "not-allowed");
    }

    @Test
    void anUnknownIntegrationIsNotFound() throws Exception {
        assertProblem(hub.send(hub.push("gone", order(1))), 404, "unknown-integration");
    }

    @Test
    void whetherAnIntegrationExistsIsNotToldToStrangers() throws Exception {
        assertProblem(hub.send(hub.push("gone", order(1)).setHeader("X-API-Key", "wrong")), 401, "not-authenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "application/x-ndjson; charset=utf-16le",
                "json",
                ""
            })
    void anotherContentTypeIsNotTaken(String type) throws Exception {
        assertProblem(
                hub.send(hub.push(ORDERS, order(1)).setHeader("Content-Type", type)), 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-ndjson"})
    void anXmlIntegrationTakesNothingElse(String type) throws Exception {
        assertProblem(
                hub.send(hub.push("xml-orders", "<order number='7'/>").setHeader("Content-Type", type)),
                415,
                "unsupported-media-type");
    }

    @Test
    void aCompressedBodyIsNotTaken() throws Exception {
        assertProblem(
                hub.send(hub.push(ORDERS, order(1)).header("Content-Encoding", "gzip")), 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                               | 400 | malformed-message",
                "{\"order\":{\"number\":1}                        | 400 | malformed-message",
                "{\"order\":{\"number\":1},\"order\":{}}          | 400 | malformed-message",
                "{\"order\":{\"number\":1},\"x\":1e999}           | 400 | malformed-message",
                "{\"order\":{\"number\":1}} {}                    | 400 | malformed-message",
                "[{\"order\":{\"number\":1}}]                     | 422 | unusable-message",
                "{\"order\":{}}                                   | 422 | unusable-message",
            })
    void aBadMessageIsRefusedWithItsReason(String body, int status, String problem) throws Exception {
        assertProblem(hub.send(hub.push(ORDERS, body)), status, problem);
    }

    @Test
    void aMessageOfTenThousandLevelsIsRefused() throws Exception {
        assertProblem(hub.send(hub.push(ORDERS, "{\"a\":" + "[".repeat(10_000))), 400, "malformed-message");
    }

    @Test
    void aMessageInUtf16IsRefused() throws Exception {
        assertProblem(hub.send(hub.push(ORDERS, order(1).getBytes(UTF_16))), 400, "malformed-message");
    }

    @Test
    void aMissingRecordKeyIsNamedByItsPointer() throws Exception {
        assertThat(json(hub.send(hub.push(ORDERS, "{}"))).get("why").asText()).contains("/order/number");
    }

    @Test
    void twoMegabytesAreTooLarge() throws Exception {
        assertProblem(hub.send(hub.push(ORDERS, new byte[2 << 20])), 413, "too-large");
    }

    @Test
    void twoMegabytesInChunksAreTooLarge() throws Exception {
        assertProblem(
                hub.send(hub.push(ORDERS, "")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[2 << 20])))),
                413,
                "too-large");
    }

    @Test
    void refusedRequestsLeaveTheConnectionUsable() throws Exception {
        // Given
        hub.send(hub.push(ORDERS, "{}"));
        hub.send(hub.push(ORDERS, order(1)).setHeader("X-API-Key", "wrong"));
        // When, then
        assertThat(hub.send(hub.push(ORDERS, order(1))).statusCode()).isEqualTo(202);
    }

    @Test
    void linesAreStoredAsMessagesOfTheirOwn() throws Exception {
        // When
        HttpResponse<String> answer =
                hub.send(hub.pushLines(ORDERS, order("A") + "\n" + order("B") + "\r\n" + order("A") + "\n"));
        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(hub.queue.messages).extracting(HubMessage::recordKey).containsExactly("A", "B", "A");
        assertThat(hub.queue.messages)
                .allSatisfy(message -> assertThat(message.contentType()).isEqualTo("application/json"));
        assertThat(new String(hub.queue.messages.get(1).body(), UTF_8)).isEqualTo(order("B"));
    }

    @Test
    void theAnswerToLinesNamesEachMessage() throws Exception {
        // When
        JsonNode answer = json(hub.send(hub.pushLines(ORDERS, order("A") + "\n" + order("B"))));
        // Then
        assertThat(answer.get("accepted").asInt()).isEqualTo(2);
        assertThat(answer.get("ids"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(hub.queue.messages.stream()
                        .map(message -> message.id().toString())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"order\":{}}", "", "{", "[]", "x"})
    void oneBadLineRefusesAllAndIsNamed(String bad) throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.pushLines(ORDERS, order(1) + "\n" + bad + "\n" + order(3)));
        // Then
        assertProblem(answer, 422, "unusable-message");
        assertThat(json(answer).get("line").asInt()).isEqualTo(2);
        assertThat(hub.queue.messages).isEmpty();
    }

    @Test
    void noLinesAreAnEmptyBody() throws Exception {
        assertProblem(hub.send(hub.pushLines(ORDERS, "")), 400, "malformed-message");
    }

    @Test
    void tooManyLinesAreTooLarge() throws Exception {
        assertProblem(hub.send(hub.pushLines(ORDERS, (order(1) + "\n").repeat(10_001))), 413, "too-large");
    }

    @Test
    void aStoreOutOfReachIsUnavailableAndSaysWhenToComeBack() throws Exception {
        // Given
        hub.queue.fails(new WorkQueueUnavailableException("The broker is gone.", Duration.ofMillis(2_500)));
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order(1)));
        // Then
        assertProblem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).contains("3");
        assertThat(json(answer).get("why").asText()).isEqualTo("The broker is gone.");
    }

    @Test
    void anUnexpectedFailureIsToldWithoutItsWords() throws Exception {
        // Given
        hub.queue.fails(new IllegalStateException("secret"));
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order(1)));
        // Then
        assertProblem(answer, 500, "internal-error");
        assertThat(answer.body()).doesNotContain("secret", "Exception", "\tat ");
    }

    @Test
    void aFullQueueIsUnavailable() throws Exception {
        // Given
        hub.queued = IntakeSettings.DEFAULT_QUEUE_LIMIT;
        // When, then
        assertProblem(hub.send(hub.push(ORDERS, order(1))), 503, "unavailable");
    }

    @Test
    void aFullDiskIsUnavailable() throws Exception {
        // Given
        hub.closed = Optional.of("The hub's disk is too full.");
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order(1)));
        // Then
        assertProblem(answer, 503, "unavailable");
        assertThat(json(answer).get("why").asText()).isEqualTo("The hub's disk is too full.");
    }

    @Test
    void whatIsAcceptedIsCounted() throws Exception {
        // When
        hub.send(hub.push(ORDERS, order(1)));
        hub.send(hub.pushLines(ORDERS, order(1) + "\n" + order(2)));
        hub.send(hub.push(ORDERS, "{}"));
        // Then
        assertThat(hub.count("hub.push.accepted")).isEqualTo(3);
        assertThat(hub.count("hub.push.refused")).isEqualTo(1);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String problem) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode json = json(answer);
        assertThat(json.get("type").asText()).isEqualTo("/problems/" + problem);
        assertThat(json.get("status").asInt()).isEqualTo(status);
        for (String member : List.of("title", "detail", "what", "why", "mend")) {
            assertThat(json.get(member).asText()).as(member).isNotBlank();
        }
    }

    static UUID id(HttpResponse<String> answer) {
        return UUID.fromString(json(answer).get("id").asText());
    }
}

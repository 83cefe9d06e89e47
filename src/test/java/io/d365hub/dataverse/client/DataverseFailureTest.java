package io.d365hub.dataverse.client;

import static io.d365hub.dataverse.client.ClientFixture.columns;
import static io.d365hub.dataverse.client.ClientFixture.order;
import static io.d365hub.dataverse.client.ClientFixture.upsertOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.OddServer.Answer;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

/** What bad answers and no answers become. */
class DataverseFailureTest {

    private static final String OK = "HTTP/1.1 200 Some Reason\r\nContent-Length: 100\r\n\r\n{\"name\"";

    @RegisterExtension
    final ClientFixture far = new ClientFixture();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            429 | 0x80072322 | Number of requests exceeded the limit of 6000 over time window of 300 seconds. | THROTTLED
            429 | -2147015903 | Combined execution time of incoming requests exceeded limit. | THROTTLED
            503 | `` | The service is unavailable. | THROTTLED
            500 | 0x80044150 | Sql error: Generic SQL error. CRM ErrorCode: -2147204784 Sql Number: 1205 | TRANSIENT
            500 | -2147204783 | Sql timeout | TRANSIENT
            500 | `` | what | TRANSIENT
            502 | `` | what | TRANSIENT
            504 | `` | what | TRANSIENT
            408 | `` | what | TRANSIENT
            400 | 0x80040216 | An unexpected error occurred. | TRANSIENT
            200 | 0xdeadbeef | An error with a good status. | TRANSIENT
            403 | 0x80048306 | Not enough privilege to access the Microsoft Dynamics 365 object. | MISCONFIGURED
            403 | `` | no | MISCONFIGURED
            404 | 0x80060888 | Resource not found for the segment 'salesorder'. | MISCONFIGURED
            404 | 0x8006088a | Resource not found for the segment 'salesorder'. | MISCONFIGURED
            404 | `` | No HTTP resource was found that matches the request URI 'x'. | MISCONFIGURED
            400 | 0x80060888 | The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.salesorder'. | MISCONFIGURED
            400 | 0x80060888 | Could not find a property named 'x' on type 'Microsoft.Dynamics.CRM.salesorder'. | MISCONFIGURED
            400 | 0x80048d19 | Error identified in Payload provided by the user for Entity :'salesorders' An undeclared property 'x' | MISCONFIGURED
            400 | 0x0 | Invalid property 'x' was found in entity 'Microsoft.Dynamics.CRM.salesorder'. | MISCONFIGURED
            400 | 0x80060888 | Bad Request - Error in query syntax. | REFUSED
            400 | 0x80044331 | The length of the 'name' attribute exceeded the maximum allowed length of '200'. | REFUSED
            400 | 0x80040265 | The credit limit of this customer is used up. | REFUSED
            405 | 0x80040227 | The row cannot be deleted because it is associated with another one. | REFUSED
            412 | 0x80060882 | The version of the existing record doesn't match the RowVersion property provided. | REFUSED
            500 | 0x80040333 | A record was not created or updated because a duplicate exists. | REFUSED
            413 | `` | too large | REFUSED
            501 | 0x80040216 | not implemented | REFUSED
            """)
    void eachAnswerMeansWhatTheServiceDocuments(int status, String code, String message, FailureKind kind) {
        // Given
        far.server.answers(Answer.error(status, code, message));
        // When
        Failure failure = far.failureOf(upsertOrder("1"));
        // Then
        assertThat(failure.kind()).isEqualTo(kind);
    }

    @Test
    void theSentencesNameTableAndKeyColumnAndQuoteTheServiceButShowNoValue() {
        // Given
        far.server.answers(Answer.error(
                400,
                "0x80044331",
                "The length of the 'name' attribute of the 'salesorder' entity exceeded the maximum allowed length of"
                        + " '200'.",
                "REQ_ID: 6f1d0c52-0b0e-4a55-9f1a-3f4b6f1c2d01"));
        // When
        DataverseException thrown = ClientFixture.exceptionOf(far.client().write(upsertOrder("secret-1001")));
        // Then
        assertThat(thrown)
                .hasMessage("A row of salesorders (key ordernumber) was not written. Dataverse answered 400 with code"
                        + " 0x80044331: The length of the 'name' attribute of the 'salesorder' entity exceeded the"
                        + " maximum allowed length of '200'. Correct the value at its source or in the mapping, then"
                        + " replay the message.");
        assertThat(thrown.requestId()).isEqualTo("6f1d0c52-0b0e-4a55-9f1a-3f4b6f1c2d01");
    }

    @Test
    void aLookupToAMissingRowByKeyIsNamed() {
        // Given
        far.server.answers(Answer.error(
                400, "0x80060891", "A record with the specified key values does not exist in account entity"));
        RowChange change = RowChange.upsert(
                order("1"),
                columns(),
                Map.of(
                        "customerid_account", RowRef.byKey("accounts", Map.of("accountnumber", "C-1")),
                        "opportunityid", RowRef.byKey("opportunities", Map.of("bld_number", "7"))));
        // When
        Failure failure = far.failureOf(change);
        // Then
        assertThat(failure.missingParent()).isTrue();
        assertThat(failure.why())
                .endsWith("The lookup customerid_account points to a row of accounts (by accountnumber) that does not"
                        + " exist.");
    }

    @Test
    void aLookupToAMissingRowByIdIsNamed() {
        // Given
        UUID gone = UUID.fromString("5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3");
        far.server.answers(Answer.error(404, "0x80040217", "Entity 'account' With Id = " + gone + " Does Not Exist"));
        RowChange change =
                RowChange.upsert(order("1"), columns(), Map.of("customerid_account", RowRef.byId("accounts", gone)));
        // When
        Failure failure = far.failureOf(change);
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::missingParent)
                .containsExactly(FailureKind.REFUSED, true);
    }

    @Test
    void aRowToUpdateThatIsMissingIsNoMissingParent() {
        // Given
        far.server.answers(Answer.error(
                404, "0x80060891", "A record with the specified key values does not exist in salesorder entity"));
        RowChange change = RowChange.update(
                order("1"),
                columns(),
                Map.of("customerid_account", RowRef.byKey("accounts", Map.of("accountnumber", "C-1"))));
        // When
        Failure failure = far.failureOf(change);
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::missingParent)
                .containsExactly(FailureKind.REFUSED, false);
    }

    @Test
    void aMissingOrderOfALineToUpdateIsAMissingParent() {
        // Given
        far.server.answers(Answer.error(
                404, "0x80060891", "A record with the specified key values does not exist in salesorder entity"));
        RowChange change = RowChange.update(
                RowRef.byKey("salesorderdetails", Map.of("hub_externalid", "1-1")),
                columns(),
                Map.of("salesorderid", order("1")));
        // When
        Failure failure = far.failureOf(change);
        // Then
        assertThat(failure.missingParent()).isTrue();
    }

    @Test
    void aLookupThatIsLookedForByQueryAndMissingIsAMissingParent() {
        // Given
        far.server.answers(Answer.json(200, "{\"value\":[]}"));
        RowChange change = RowChange.upsert(
                order("1"),
                columns(),
                Map.of("customerid_account", RowRef.byKey("accounts", Map.of("accountnumber", "C/1"))));
        // When
        Failure failure = far.failureOf(change);
        // Then
        assertThat(failure)
                .extracting(Failure::missingParent, Failure::code, Failure::why)
                .containsExactly(
                        true,
                        "missing-parent",
                        "The lookup customerid_account points to a row of accounts (by accountnumber) that does not"
                                + " exist.");
    }

    @Test
    void severalRowsOfOneKeyAreRefused() {
        // Given
        far.server.answers(Answer.json(200, "{\"value\":[{\"a\":1},{\"a\":2}]}"));
        // When
        Failure failure = far.failureOf(upsertOrder("A/1"));
        // Then
        assertThat(failure.code()).isEqualTo("several-rows");
    }

    @Test
    void aKeyThatStaysTakenBelongsToAnotherRowAndIsRefused() {
        // Given
        far.server.answers(Answer.error(412, "0x80060892", "Entity Key Number violated."));
        // When
        Failure failure = far.failureOf(upsertOrder("1"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(far.server.requests()).hasSize(4);
    }

    @Test
    void aRaceThatDoesNotEndIsTriedAgainLater() {
        // Given
        far.server.answers(Answer.error(412, "0x80040237", "A record with matching key values already exists."));
        // When
        Failure failure = far.failureOf(upsertOrder("1"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void aTokenThatIsRefusedTwiceIsAMatterOfTheSetUp() {
        // Given
        far.server.answers(Answer.of(401, ""));
        // When
        Failure failure = far.failureOf(upsertOrder("1"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(far.server.requests()).hasSize(2);
    }

    @Test
    void aRetryAfterPausesEverybodyAndNothingMoreIsSent() {
        // Given
        far.server.answers(Answer.error(429, "0x80072321", "Combined execution time.", "Retry-After: 30"));
        far.failureOf(upsertOrder("1"));
        // When
        Failure failure = far.failureOf(upsertOrder("2"));
        // Then
        assertThat(failure.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(far.server.requests()).hasSize(1);
    }

    @Test
    void theStatusSentenceSaysWhyWorkWaits() {
        // Given
        far.server.answers(Answer.error(429, "0x80072321", "Combined execution time.", "Retry-After: 30"));
        // When
        far.failureOf(upsertOrder("1"));
        // Then
        assertThat(far.governor().describe())
                .matches("contoso: paused until \\d\\d:\\d\\d:\\d\\d \\(30 s\\), 0x80072321\\.");
    }

    @Test
    void noConnectionPausesEverybodyForAShortWhile() throws IOException {
        // Given
        URI closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        // When
        Failure failure = ClientFixture.failureOf(far.client(closed).write(upsertOrder("1")));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(failure.retryAfter().orElseThrow()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aConnectionThatBreaksAfterSendingMayBeRepeatedWhenTheRowHasAKey() {
        // Given
        far.server.answers(Answer.dropped());
        // When
        Failure failure = far.failureOf(upsertOrder("1"));
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::code)
                .containsExactly(FailureKind.TRANSIENT, "answer-lost");
        assertThat(far.server.requests()).hasSize(1);
    }

    @Test
    void aCreateWhoseAnswerWasLostFindsItsRowAtTheSecondTry() {
        // Given
        far.server.answers(
                Answer.dropped(), Answer.error(412, "0x80040237", "A record with matching key values already exists."));
        // When
        RowResult result = far.write(RowChange.create("accounts", Optional.empty(), columns("name", "F"), Map.of()));
        // Then
        assertThat(far.server.requests())
                .extracting(OddServer.Request::path)
                .hasSize(2)
                .containsOnly("/api/data/v9.2/accounts(" + result.id().orElseThrow() + ")");
    }

    @Test
    void aCreateWhoseAnswersAreAllLostSaysThatNobodyKnows() {
        // Given
        far.server.answers(Answer.dropped());
        // When
        Failure failure = far.failureOf(RowChange.create("accounts", Optional.empty(), columns("name", "F"), Map.of()));
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::code, Failure::what)
                .containsExactly(
                        FailureKind.REFUSED, "unknown-outcome", "A row of accounts (key id) was perhaps not created.");
    }

    @Test
    void aGatewayThatAnswersForTheServiceLeavesACreateUncertain() {
        // Given
        far.server.answers(Answer.of(504, "<html>Gateway</html>", "Content-Type: text/html"), Answer.noContent());
        // When
        far.write(RowChange.create("accounts", Optional.empty(), columns("name", "F"), Map.of()));
        // Then
        assertThat(far.server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 60, 69})
    void aCutAnswerIsALostAnswer(int bytes) {
        // Given
        Answer whole = new Answer(OK.getBytes(StandardCharsets.UTF_8), true, 0);
        far.server.answers(whole.cutAfter(bytes));
        // When
        Failure failure = ClientFixture.failureOf(far.client().retrieve(order("1"), List.of()));
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::code)
                .containsExactly(FailureKind.TRANSIENT, "answer-lost");
    }

    @Test
    void jsonThatEndsTooEarlyIsALostAnswer() {
        // Given
        far.server.answers(Answer.json(200, "{\"name\":\"Or"));
        // When
        Failure failure = ClientFixture.failureOf(far.client().retrieve(order("1"), List.of()));
        // Then
        assertThat(failure.code()).isEqualTo("answer-lost");
    }

    @Test
    void aTricklingAnswerIsGivenUpAtTheTimeLimit() {
        // Given
        far.with(s -> s.withCallTimeLimit(Duration.ofMillis(600)));
        far.server.answers(Answer.json(200, "{\"name\":\"Order\"}").trickling(100));
        // When
        Failure failure = ClientFixture.failureOf(far.client().retrieve(order("1"), List.of()));
        // Then
        assertThat(failure.why()).isEqualTo("The answer of Dataverse was lost: no answer within the time limit.");
    }

    @Test
    void aWebPageWithAGoodStatusIsNotTakenForSuccess() {
        // Given
        far.server.answers(Answer.of(200, "<html>Sign in</html>", "Content-Type: text/html"));
        // When
        Failure failure = far.failureOf(upsertOrder("1"));
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::code, Failure::why)
                .containsExactly(
                        FailureKind.MISCONFIGURED,
                        "not-dataverse",
                        "Dataverse answered 200: a body that is not JSON (text/html).");
    }

    @Test
    void aRedirectToASignInPageIsNotFollowed() {
        // Given
        far.server.answers(Answer.of(302, "", "Location: http://127.0.0.1:1/signin"));
        // When
        Failure failure = far.failureOf(upsertOrder("1"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(far.server.requests()).hasSize(1);
    }

    @Test
    void anErrorPageOfAGatewayIsTriedAgainLater() {
        // Given
        far.server.answers(Answer.of(502, "<html>Bad gateway</html>", "Content-Type: text/html"));
        // When
        Failure failure = far.failureOf(upsertOrder("1"));
        // Then
        assertThat(failure).extracting(Failure::kind, Failure::code).containsExactly(FailureKind.TRANSIENT, "http-502");
    }

    @Test
    void anAnswerThatIsTooLargeIsNotRead() {
        // Given
        far.with(s -> s.withMaxResponseBytes(1000));
        far.server.answers(Answer.json(200, "{\"name\":\"" + "x".repeat(2000) + "\"}"));
        // When
        Failure failure = ClientFixture.failureOf(far.client().retrieve(order("1"), List.of()));
        // Then
        assertThat(failure.code()).isEqualTo("answer-too-large");
    }

    @Test
    void anAnswerThatGrowsTooLargeWhenUnpackedIsNotRead() {
        // Given
        far.with(s -> s.withMaxResponseBytes(100_000));
        far.server.answers(Answer.of(
                200,
                OddServer.gzip("{\"name\":\"" + "x".repeat(1_000_000) + "\"}"),
                "Content-Type: application/json",
                "Content-Encoding: gzip"));
        // When
        Failure failure = ClientFixture.failureOf(far.client().retrieve(order("1"), List.of()));
        // Then
        assertThat(failure.code()).isEqualTo("answer-too-large");
    }

    @Test
    void aCookieIsNeverSentBack() {
        // Given
        far.server.answers(Answer.noContent("Set-Cookie: ARRAffinity=abc; path=/"));
        far.write(upsertOrder("1"));
        // When
        far.write(upsertOrder("2"));
        // Then
        assertThat(far.server.request(1).headers()).doesNotContainKey("cookie");
    }

    @Test
    void manyLostAnswersInARowPauseEverybody() {
        // Given
        far.server.answers(Answer.dropped());
        for (int i = 0; i < 5; i++) {
            far.failureOf(upsertOrder("1"));
        }
        // When
        Failure failure = far.failureOf(upsertOrder("2"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
    }
}

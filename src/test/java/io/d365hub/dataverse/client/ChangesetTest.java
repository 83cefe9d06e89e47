package io.d365hub.dataverse.client;

import static io.d365hub.dataverse.client.ClientFixture.columns;
import static io.d365hub.dataverse.client.ClientFixture.order;
import static io.d365hub.dataverse.client.ClientFixture.upsertOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.dataverse.client.OddServer.Answer;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several rows in one transaction: the form on the wire, and every way in which it can end. */
class ChangesetTest {

    private static final UUID ID = UUID.fromString("5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3");
    private static final RowChange LINE = RowChange.upsert(
            RowRef.byKey("salesorderdetails", Map.of("hub_externalid", "1001-1")),
            columns("productdescription", "Kettle"),
            Map.of("salesorderid", order("1001")));

    @RegisterExtension
    final ClientFixture far = new ClientFixture();

    @Test
    void rowsGoOutInOrderInOneChangeset() {
        // Given
        far.server.answers(multipart(200, done(1), done(2)));
        // When
        far.client().changeset(List.of(upsertOrder("1001"), LINE)).join();
        // Then
        String boundary = far.server.request(0).header("Content-Type").replaceAll(".*batch_([^\"]+).*", "$1");
        assertThat(far.server.request(0).path()).isEqualTo("/api/data/v9.2/$batch");
        assertThat(far.server.request(0).body())
                .isEqualTo("""
                        --batch_B
                        Content-Type: multipart/mixed; boundary="changeset_B"

                        --changeset_B
                        Content-Type: application/http
                        Content-Transfer-Encoding: binary
                        Content-ID: 1

                        PATCH /api/data/v9.2/salesorders(ordernumber='1001') HTTP/1.1
                        Content-Type: application/json; type=entry

                        {"name":"Order"}
                        --changeset_B
                        Content-Type: application/http
                        Content-Transfer-Encoding: binary
                        Content-ID: 2

                        PATCH /api/data/v9.2/salesorderdetails(hub_externalid='1001-1') HTTP/1.1
                        Content-Type: application/json; type=entry

                        {"productdescription":"Kettle","salesorderid@odata.bind":"/salesorders(ordernumber='1001')"}
                        --changeset_B--

                        --batch_B--
                        """.replace("_B", "_" + boundary).replace("\n", "\r\n"));
    }

    @Test
    void eachRowHasItsResult() {
        // Given
        far.server.answers(multipart(200, done(1, "accounts(" + ID + ")"), done(2, "salesorders(ordernumber='1001')")));
        // When
        List<RowResult> results = far.client()
                .changeset(List.of(
                        RowChange.create("accounts", Optional.of(ID), columns("name", "F"), Map.of()),
                        upsertOrder("1001")))
                .join();
        // Then
        assertThat(results)
                .containsExactly(
                        new RowResult("accounts", 204, Optional.of(ID), "accounts(" + ID + ")", ""),
                        new RowResult("salesorders", 204, Optional.empty(), "salesorders(ordernumber='1001')", ""));
    }

    @Test
    void answersWithBareLineFeedsAreReadToo() {
        // Given
        Answer answer = Answer.of(
                200,
                multipartBody(done(1)).replace("\r\n", "\n"),
                "Content-Type: multipart/mixed; boundary=\"batchresponse_1\"");
        far.server.answers(answer);
        // When
        List<RowResult> results =
                far.client().changeset(List.of(upsertOrder("1"))).join();
        // Then
        assertThat(results).singleElement().extracting(RowResult::status).isEqualTo(204);
    }

    @Test
    void aBadRowIsNamedByItsPlaceAndTable() {
        // Given
        far.server.answers(multipart(
                400,
                error(
                        2,
                        400,
                        "0x80060891",
                        "A record with the specified key values does not exist in salesorder" + " entity")));
        // When
        Failure failure = failureOf(upsertOrder("1001"), LINE);
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::missingParent, Failure::what)
                .containsExactly(
                        FailureKind.REFUSED,
                        true,
                        "A changeset of 2 rows was not written because of row 2, a row of salesorderdetails (key"
                                + " hub_externalid).");
    }

    @Test
    void aRaceOfOneRowSendsAllAgain() {
        // Given
        far.server.answers(
                multipart(412, error(1, 412, "0x80060892", "Entity Key violated.")), multipart(200, done(1), done(2)));
        // When
        List<RowResult> results =
                far.client().changeset(List.of(upsertOrder("1001"), LINE)).join();
        // Then
        assertThat(results).hasSize(2);
    }

    @Test
    void aRowToDeleteThatIsGoneIsLeftOutOfTheNextTry() {
        // Given
        far.server.answers(
                multipart(404, error(1, 404, "0x80040217", "Entity 'account' With Id = x Does Not Exist")),
                multipart(200, done(2)));
        // When
        List<RowResult> results = far.client()
                .changeset(List.of(RowChange.delete(RowRef.byId("accounts", ID)), upsertOrder("1001")))
                .join();
        // Then
        assertThat(results).extracting(RowResult::status).containsExactly(404, 204);
        assertThat(far.server.request(1).body()).doesNotContain("DELETE").contains("Content-ID: 2");
    }

    @Test
    void aRowWhoseKeyNoAddressCanNameIsNamedByReference() {
        // Given
        far.server.answers(Answer.json(200, "{\"value\":[]}"), multipart(200, done(1), done(2)));
        RowChange line = RowChange.upsert(
                RowRef.byKey("salesorderdetails", Map.of("hub_externalid", "1")),
                columns(),
                Map.of("salesorderid", order("A/1")));
        // When
        far.client().changeset(List.of(upsertOrder("A/1"), line)).join();
        // Then
        assertThat(far.server.request(1).body())
                .contains("POST /api/data/v9.2/salesorders HTTP/1.1", "{\"salesorderid@odata.bind\":\"$1\"}");
    }

    @Test
    void aRowThatIsLeftOutIsNamedByItsAddressInsteadOfItsReference() {
        // Given
        far.server.answers(
                multipart(412, error(1, 412, "0x80040237", "A record with matching key values already exists.")),
                multipart(200, done(2)));
        RowChange account = RowChange.create("accounts", Optional.of(ID), columns("name", "F"), Map.of());
        RowChange contact = RowChange.upsert(
                RowRef.byKey("contacts", Map.of("hub_externalid", "7")),
                columns("parentcustomerid_account@odata.bind", "$1"),
                Map.of());
        // When
        far.client().changeset(List.of(account, contact)).join();
        // Then
        assertThat(far.server.request(1).body())
                .contains("{\"parentcustomerid_account@odata.bind\":\"/accounts(" + ID + ")\"}");
    }

    @Test
    void aLostAnswerMayBeRepeatedWhenEveryRowHasAKey() {
        // Given
        far.server.answers(Answer.dropped());
        // When
        Failure failure = failureOf(upsertOrder("1001"), LINE);
        // Then
        assertThat(failure)
                .extracting(Failure::kind, Failure::code)
                .containsExactly(FailureKind.TRANSIENT, "answer-lost");
    }

    @Test
    void aLostAnswerToACreateIsFoundOutByTheSecondTry() {
        // Given
        far.server.answers(
                Answer.dropped(),
                multipart(412, error(1, 412, "0x80040237", "A record with matching key values already exists.")));
        RowChange account = RowChange.create("accounts", Optional.empty(), columns("name", "F"), Map.of());
        // When
        List<RowResult> results =
                far.client().changeset(List.of(account, upsertOrder("1"))).join();
        // Then
        assertThat(results).hasSize(2).doesNotContainNull();
    }

    @Test
    void aCutAnswerIsALostAnswer() {
        // Given
        String whole = multipartBody(done(1), done(2));
        far.server.answers(Answer.of(
                200,
                whole.substring(0, whole.length() - 30),
                "Content-Type: multipart/mixed; boundary=batchresponse_1"));
        // When
        Failure failure = failureOf(upsertOrder("1001"), LINE);
        // Then
        assertThat(failure.code()).isEqualTo("answer-lost");
    }

    @Test
    void anAnswerThatMissesARowIsALostAnswer() {
        // Given
        far.server.answers(multipart(200, done(1)));
        // When
        Failure failure = failureOf(upsertOrder("1001"), LINE);
        // Then
        assertThat(failure.code()).isEqualTo("answer-lost");
    }

    @Test
    void aBatchThatIsThrottledAsAWholePauses() {
        // Given
        far.server.answers(Answer.error(429, "0x80072322", "Number of requests exceeded.", "Retry-After: 7"));
        // When
        Failure failure = failureOf(upsertOrder("1001"), LINE);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
    }

    @Test
    void aThrottledPartPausesEverybody() {
        // Given
        far.server.answers(multipart(429, error(1, 429, "0x80072322", "Number of requests exceeded.")));
        failureOf(upsertOrder("1001"), LINE);
        // When
        boolean paused = far.governor().paused().isPresent();
        // Then
        assertThat(paused).isTrue();
    }

    @Test
    void moreThanAThousandRowsAreRefusedBeforeAnythingIsSent() {
        // Given
        List<RowChange> rows = Collections.nCopies(1001, upsertOrder("1"));
        // When / Then
        assertThatThrownBy(() -> far.client().changeset(rows))
                .hasMessage("A changeset has 1001 rows; it must have 1 to 1000");
    }

    private Failure failureOf(RowChange... rows) {
        return ClientFixture.failureOf(far.client().changeset(List.of(rows)));
    }

    private static Answer multipart(int status, String... parts) {
        return Answer.of(status, multipartBody(parts), "Content-Type: multipart/mixed; boundary=batchresponse_1");
    }

    private static String multipartBody(String... parts) {
        StringBuilder body = new StringBuilder("""
                --batchresponse_1\r
                Content-Type: multipart/mixed; boundary=changesetresponse_1\r
                \r
                """);
        for (String part : parts) {
            body.append("--changesetresponse_1\r\n").append(part);
        }
        return body.append("--changesetresponse_1--\r\n--batchresponse_1--\r\n").toString();
    }

    private static String done(int contentId) {
        return done(contentId, "salesorders(ordernumber='1001')");
    }

    private static String done(int contentId, String entity) {
        return "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: " + contentId
                + "\r\n\r\nHTTP/1.1 204 No Content\r\nOData-Version: 4.0\r\nOData-EntityId: http://x/api/data/v9.2/"
                + entity + "\r\n\r\n\r\n";
    }

    private static String error(int contentId, int status, String code, String message) {
        return "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: " + contentId
                + "\r\n\r\nHTTP/1.1 " + status
                + " Bad Request\r\nREQ_ID: 6f1d0c52\r\nContent-Type: application/json\r\n"
                + "\r\n{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}\r\n";
    }
}

package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 5 of the fact sheet. */
class BatchTest {

    private static final String GOOD = request("1", "POST bld_sites", "{\"bld_code\":\"G\"}");
    private static final String BAD = request("2", "POST bld_sites", "{\"bld_nope\":1}");
    private static final String READ = request(null, "GET bld_sites?$top=1", "");

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    /** One part; a content id for parts of changesets. */
    private static String request(String contentId, String line, String body, String... headers) {
        StringBuilder part =
                new StringBuilder("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
        part.append(contentId == null ? "" : "Content-ID: " + contentId + "\r\n");
        part.append("\r\n").append(line).append(" HTTP/1.1\r\nContent-Type: application/json; type=entry\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            part.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return part.append("\r\n").append(body).append("\r\n").toString();
    }

    private static String changeset(String... requests) {
        StringBuilder part = new StringBuilder("Content-Type: multipart/mixed; boundary=\"c\"\r\n\r\n");
        for (String request : requests) {
            part.append("--c\r\n").append(request);
        }
        return part.append("--c--\r\n").toString();
    }

    private static String batch(String... parts) {
        StringBuilder body = new StringBuilder();
        for (String part : parts) {
            body.append("--b\r\n").append(part);
        }
        return body.append("--b--\r\n").toString();
    }

    private static int occurrences(String text, String of) {
        return text.split(java.util.regex.Pattern.quote(of), -1).length - 1;
    }

    @Test
    @DisplayName("T23 [D/I] §5.3: a failing changeset rolls back, stops the batch and gives it its status")
    void aFailingChangesetStopsTheBatch() {
        // When
        SimulatorFixture.Answer answer = dataverse.batch(batch(changeset(GOOD, BAD), READ));
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("multipart/mixed; boundary=batchresponse_");
        assertThat(answer.text()).startsWith("--batchresponse_").contains("--changesetresponse_", "Content-ID: 2");
        assertThat(occurrences(answer.text(), "HTTP/1.1 ")).isEqualTo(1);
        assertThat(dataverse.simulator().count("bld_sites")).isZero();
    }

    @Test
    @DisplayName("T24 [D] §5.3: with continue-on-error everything is answered, with 200 outside")
    void continueOnErrorAnswersEverything() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.batch(batch(changeset(GOOD, BAD), READ), "Prefer", "odata.continue-on-error");
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("HTTP/1.1 400 Bad Request", "HTTP/1.1 200 OK");
    }

    @Test
    @DisplayName("T25 [C] §5.1: bare line feeds, a leading blank line, raw spaces and no last line end")
    void theOdditiesOfRealClientsAreTaken() {
        // Given
        String body = "\n"
                + batch(
                                changeset(GOOD),
                                request(
                                        null,
                                        "GET " + dataverse.root()
                                                + "bld_sites?$select=bld_code&$filter=bld_code eq 'G'",
                                        ""))
                        .replace("\r\n", "\n")
                        .strip();
        // When
        SimulatorFixture.Answer answer = dataverse.batch(body);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"bld_code\":\"G\"");
    }

    @Test
    @DisplayName("T26 [D] §5.1: a reference to a Content-ID that was not declared yet is refused")
    void anUndeclaredContentIdIsRefused() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.batch(batch(changeset(request("2", "PATCH $1", "{\"bld_name\":\"x\"}"), GOOD)));
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("Content-ID Reference: '$1' does not exist in the batch context.");
    }

    @Test
    @DisplayName("[D] §5.1: a declared Content-ID is used in URLs and bindings")
    void aDeclaredContentIdNamesItsRow() {
        // When
        SimulatorFixture.Answer answer = dataverse.batch(batch(changeset(
                request("1", "PATCH salesorders(ordernumber='1')", "{\"name\":\"1\"}"),
                request(
                        "2",
                        "POST salesorderdetails",
                        "{\"salesorderid@odata.bind\":\"$1\",\"hub_externalid\":\"1-1\",\"quantity\":2}"),
                request("3", "PUT $1/description", "{\"value\":\"set\"}"))));
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(dataverse
                        .get(
                                "salesorderdetails(hub_externalid='1-1')?$select=quantity&$expand=salesorderid($select=description)")
                        .json()
                        .path("salesorderid")
                        .path("description")
                        .asText())
                .isEqualTo("set");
    }

    @Test
    @DisplayName("T37 [I] §5.3: the batch takes the status of the failure, here 412")
    void theBatchTakesTheStatusOfTheFailure() {
        // Given
        dataverse.site("G", "there");
        // When
        SimulatorFixture.Answer answer = dataverse.batch(
                batch(request(null, "PATCH bld_sites(bld_code='G')", "{}", "If-None-Match", "*"), READ));
        // Then
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.text()).contains("HTTP/1.1 412 Precondition Failed", "0x80040237", "REQ_ID: ");
        assertThat(occurrences(answer.text(), "HTTP/1.1 ")).isEqualTo(1);
    }

    @Test
    @DisplayName("[D] §5.1: a GET in a changeset is refused")
    void aGetInAChangesetIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.batch(batch(changeset(READ)));
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80048d19");
    }

    @Test
    @DisplayName("[I, code U] §5.1: more than 1,000 operations are refused")
    void tooManyOperationsAreRefused() {
        // Given
        String[] parts = new String[1001];
        java.util.Arrays.fill(parts, READ);
        // When
        SimulatorFixture.Answer answer = dataverse.batch(batch(parts));
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage()).startsWith("The current batch message contains too many parts.");
    }

    @Test
    @DisplayName("[D] §5.1: a batch that ends too early is refused")
    void aTruncatedBatchIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.batch("--b\r\n" + GOOD);
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80048d19");
        assertThat(answer.errorMessage()).contains("Stream was not readable.");
    }

    @Test
    @DisplayName("[D silent, U] §5.1: a JSON batch is refused")
    void aJsonBatchIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.post("$batch", "{\"requests\":[]}");
        // Then
        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    @DisplayName("[I] §5.2: the parts look as recorded")
    void thePartsLookAsRecorded() {
        // When
        String text = dataverse
                .batch(batch(changeset(request("7", "PATCH bld_sites(bld_code='P')", "{}"))))
                .text();
        // Then
        String url = dataverse.root() + "bld_sites(bld_code='P')";
        assertThat(text)
                .contains("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: 7\r\n\r\n"
                        + "HTTP/1.1 204 No Content\r\nOData-Version: 4.0\r\nLocation: " + url + "\r\nOData-EntityId: "
                        + url + "\r\n\r\n\r\n--changesetresponse_");
    }
}

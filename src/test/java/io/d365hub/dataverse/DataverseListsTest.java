package io.d365hub.dataverse;

import static io.d365hub.dataverse.SimulatedDataverse.failure;
import static io.d365hub.dataverse.SimulatedDataverse.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.FailureKind;
import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.operation.OperationKind;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bodies with several rows, links between rows, and metadata, against the simulator. */
class DataverseListsTest {

    private static final String BATCH = "dataverse:salesorders?operation=batch";
    private static final String GOOD = "{\"key\":{\"ordernumber\":\"1\"},\"columns\":{\"name\":\"One\"}}";
    private static final String BAD = "{\"key\":{\"ordernumber\":\"2\"},\"columns\":{\"nonsense\":\"Two\"}}";
    private static final String LAST = "{\"key\":{\"ordernumber\":\"3\"},\"columns\":{\"name\":\"Three\"}}";

    @RegisterExtension
    final SimulatedDataverse dataverse = new SimulatedDataverse();

    @Test
    void aBulkUpsertSendsTheLastRowOfEachKey() {
        // Given
        String rows = "[{\"ordernumber\":\"1\",\"name\":\"First\"},{\"ordernumber\":\"2\",\"name\":\"Other\"},"
                + "{\"ordernumber\":\"1\",\"name\":\"Last\"}]";
        // When
        Exchange done = dataverse.succeed("dataverse:salesorders?operation=upsertMultiple&key=ordernumber", rows);
        // Then
        assertThat(done.getMessage().getHeader(DataverseConstants.ROWS)).isEqualTo(2);
        assertThat(name("1")).isEqualTo("Last");
    }

    @Test
    void aBulkCreateTellsTheIdsOfItsRows() {
        // Given
        String rows = "[{\"ordernumber\":\"1\"},{\"ordernumber\":\"2\"}]";
        // When
        Exchange done = dataverse.succeed("dataverse:salesorders?operation=createMultiple", rows);
        // Then
        assertThat(json(done).path("rows").findValuesAsText("id"))
                .hasSize(2)
                .allMatch(id -> id.length() == 36)
                .doesNotHaveDuplicates();
    }

    @Test
    void aBulkCreateWhoseAnswerIsLostMakesEachRowOnce() {
        // Given
        dataverse
                .simulator()
                .fault(new Fault(
                        OperationKind.CREATEMULTIPLE, 1, 0, null, null, null, null, true, false, false, null, null));
        // When
        dataverse.succeed("dataverse:salesorders?operation=createMultiple", "[{\"name\":\"A\"},{\"name\":\"B\"}]");
        // Then
        assertThat(dataverse.simulator().count("salesorders")).isEqualTo(2);
    }

    @Test
    void oneBadRowUndoesABulkMessage() {
        // Given
        String rows = "[{\"ordernumber\":\"1\",\"name\":\"A\"},{\"ordernumber\":\"2\",\"nonsense\":1}]";
        // When
        Exchange done = dataverse.send("dataverse:salesorders?operation=upsertMultiple&key=ordernumber", rows);
        // Then
        assertThat(failure(done).kind()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(dataverse.simulator().count("salesorders")).isZero();
    }

    @Test
    void aBulkUpdateByKeyIsRefusedBeforeAnythingIsSent() {
        // Given
        String rows = "[{\"ordernumber\":\"1\",\"name\":\"A\"}]";
        // When
        Exchange done = dataverse.send("dataverse:salesorders?operation=updateMultiple&key=ordernumber", rows);
        // Then
        assertThat(failure(done)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE);
            assertThat(failure.why()).contains("Row 1").contains("upsertMultiple");
        });
    }

    @Test
    void aBatchStopsAtThePartThatFails() {
        // Given
        String parts = "[" + GOOD + "," + BAD + "," + LAST + "]";
        // When
        Exchange done = dataverse.succeed(BATCH, parts);
        // Then
        assertThat(json(done).path("parts").findValuesAsText("state")).containsExactly("done", "failed", "not_run");
        assertThat(dataverse.simulator().count("salesorders")).isEqualTo(1);
    }

    @Test
    void aBatchThatGoesOnTellsTheResultOfEachPart() {
        // Given
        String parts = "[" + GOOD + "," + BAD + "," + LAST + ",{\"changeset\":[" + GOOD.replace("One", "Again") + ","
                + BAD + "]}]";
        // When
        Exchange done = dataverse.succeed(BATCH + "&continueOnError=true", parts);
        // Then
        assertThat(json(done).path("parts").findValuesAsText("state"))
                .containsExactly("done", "failed", "done", "failed");
        assertThat(done.getMessage().getHeader(DataverseConstants.FAILED)).isEqualTo(2);
        assertThat(name("1")).isEqualTo("One");
    }

    @Test
    void aRowWhoseKeyNoAddressHoldsGoesThroughABatchAllTheSame() {
        // Given
        String parts = "[" + GOOD + "," + GOOD.replace("\"1\"", "\"a/b\"") + "," + LAST + "]";
        // When
        Exchange done = dataverse.succeed(BATCH, parts);
        // Then
        assertThat(json(done).path("parts").findValuesAsText("state")).containsExactly("done", "done", "done");
        assertThat(dataverse.simulator().count("salesorders")).isEqualTo(3);
    }

    @Test
    void moreThanAThousandOperationsAreNotSent() {
        // Given
        String parts = IntStream.range(0, 1001)
                .mapToObj(i -> GOOD.replace("\"1\"", "\"n" + i + "\""))
                .collect(Collectors.joining(",", "[", "]"));
        // When
        Exchange done = dataverse.send(BATCH, parts);
        // Then
        assertThat(failure(done)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE);
            assertThat(failure.why()).contains("1001 operations");
        });
    }

    @Test
    void rowsAreJoinedAndPartedAgain() {
        // Given
        String contact = id(dataverse.succeed("dataverse:contacts?operation=create", "{\"lastname\":\"Berg\"}"));
        String account = id(dataverse.succeed("dataverse:accounts?operation=create", "{\"name\":\"Fabrikam\"}"));
        String join = "{\"related\":{\"table\":\"contacts\",\"id\":\"" + contact + "\"}}";
        String uri = "dataverse:accounts?navigation=contact_customer_accounts&operation=";
        // When
        with(account, uri + "associate", join);
        String joined = account(contact);
        with(account, uri + "disassociate", join);
        // Then
        assertThat(joined).isEqualTo(account);
        assertThat(account(contact)).isEqualTo("null");
    }

    @Test
    void metadataTellColumnsAndKeys() {
        // Given
        String uri = "dataverse:salesorders?operation=metadata";
        // When
        JsonNode table = json(dataverse.succeed(uri, null));
        // Then
        assertThat(table.path("PrimaryIdAttribute").asText()).isEqualTo("salesorderid");
        assertThat(table.path("Attributes").findValuesAsText("LogicalName")).contains("ordernumber");
        assertThat(table.path("Keys").path(0).path("KeyAttributes").path(0).asText())
                .isEqualTo("ordernumber");
    }

    private String account(String contact) {
        Exchange done = with(contact, "dataverse:contacts?operation=retrieve", null);
        return json(done).path("_parentcustomerid_value").asText();
    }

    private Exchange with(String id, String uri, String body) {
        return dataverse.succeed(uri, body, Map.of(DataverseConstants.ID, id));
    }

    private static String id(Exchange done) {
        return done.getMessage().getHeader(DataverseConstants.ID, String.class);
    }

    private String name(String number) {
        Exchange done = dataverse.succeed(
                "dataverse:salesorders?operation=retrieve&key=ordernumber", "{\"ordernumber\":\"" + number + "\"}");
        return json(done).path("name").asText();
    }
}

package io.d365hub;

import static io.d365hub.TestMessages.addLine;
import static io.d365hub.TestMessages.line;
import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.order;
import static io.d365hub.TestMessages.orderOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shipped integrations, from the post to the row in Dataverse. */
@Timeout(300)
class EventPushTest {

    private static final String ORDERS = "webshop-orders";
    private static final String NDJSON = "application/x-ndjson";

    @RegisterExtension
    static final HubFixture hub = HubFixture.shipped();

    @Test
    void anOrderBecomesASalesOrderWithItsLinesAndItsCustomer() {
        // Given
        ObjectNode order = orderOf(70_001, "C-10017");
        addLine(order, 7_000_102).put("quantity", 5);

        // When
        hub.awaitState(hub.accepted(ORDERS, order.toString()), "delivered");

        // Then
        JsonNode row = hub.dataverse().row("salesorders", "ordernumber", "70001", "customerid_account");
        assertThat(row.path("customerid_account").path("accountnumber").asText())
                .isEqualTo("C-10017");
        assertThat(lines(row)).extracting(line -> line.path("quantity").asInt()).containsExactlyInAnyOrder(3, 5);
    }

    @Test
    void anOrderOfAGuestGoesToTheCollectiveAccount() {
        // When
        hub.awaitState(hub.accepted(ORDERS, order(70_002).toString()), "delivered");

        // Then
        JsonNode row = hub.dataverse().row("salesorders", "ordernumber", "70002", "customerid_account");
        assertThat(row.path("customerid_account").path("accountnumber").asText())
                .isEqualTo("WEB-GUEST");
        assertThat(row.path("hub_isguest").asBoolean()).isTrue();
    }

    @Test
    void aChangeOfAnOrderChangesItsRows() {
        // Given
        ObjectNode order = order(70_003);
        hub.awaitState(hub.accepted(ORDERS, order.toString()), "delivered");
        JsonNode before = hub.dataverse().row("salesorders", "ordernumber", "70003");

        // When
        order.put("financial_status", "refunded");
        line(order, 0).put("quantity", 9);
        hub.awaitState(hub.accepted(ORDERS, order.toString()), "delivered");

        // Then
        JsonNode after = hub.dataverse().row("salesorders", "ordernumber", "70003");
        assertThat(after.path("salesorderid")).isEqualTo(before.path("salesorderid"));
        assertThat(after.path("hub_financialstatus").asText()).isEqualTo("refunded");
        assertThat(lines(after))
                .extracting(line -> line.path("quantity").asInt())
                .containsExactly(9);
    }

    @Test
    void changesOfOneOrderArriveInTheOrderInWhichTheyWereSent() {
        // Given
        ObjectNode order = order(70_004);
        List<String> ids = new ArrayList<>();

        // When
        for (int change = 1; change <= 40; change++) {
            ids.add(hub.accepted(ORDERS, order.put("note", "change " + change).toString()));
        }
        hub.awaitDelivered(ids);

        // Then
        assertThat(hub.dataverse()
                        .row("salesorders", "ordernumber", "70004")
                        .path("description")
                        .asText())
                .isEqualTo("change 40");
    }

    @Test
    void theAddressOfTheAnswerTellsThatTheMessageWaitsAndThenThatItIsDelivered() {
        // Given
        hub.dataverse()
                .fault("{\"on\":\"any\",\"matchKey\":\"70005\",\"times\":0,\"status\":500,\"message\":\"Busy.\"}");
        HttpResponse<String> answer = hub.pushPatiently(ORDERS, order(70_005).toString());
        String id = HubFixture.json(answer).path("id").asText();

        // Then
        assertThat(answer.headers().firstValue("Location")).contains("/messages/" + id);
        assertThat(hub.message(id).path("state").asText()).isEqualTo("queued");

        // When
        hub.dataverse().mend();

        // Then
        hub.awaitState(id, "delivered");
    }

    @Test
    void aRequestRepeatedWithItsIdempotencyKeyIsOneMessage() {
        // Given
        String member = member("P-70006").toString();
        long acceptedBefore = hub.ledger("contacts").path("accepted").asLong();
        String first = hub.accepted("contacts", member, "Idempotency-Key", "member-70006");
        hub.awaitState(first, "delivered");

        // When
        String second = hub.accepted("contacts", member, "Idempotency-Key", "member-70006");

        // Then
        assertThat(second).isEqualTo(first);
        hub.awaitState(hub.accepted("contacts", member("P-70007").toString()), "delivered");
        assertThat(hub.ledger("contacts").path("accepted").asLong() - acceptedBefore)
                .isEqualTo(2);
    }

    @Test
    void theAddressOfAMessageWithAnIdempotencyKeyTellsThatItWaits() {
        // Given
        hub.dataverse().fault("{\"on\":\"any\",\"matchKey\":\"P-70061\",\"times\":0,\"status\":500}");

        // When
        String id = hub.accepted("contacts", member("P-70061").toString(), "Idempotency-Key", "member-70061");

        // Then
        assertThat(hub.message(id).path("state").asText()).isEqualTo("queued");
        hub.dataverse().mend();
        hub.awaitState(id, "delivered");
    }

    @Test
    void theAddressOfALineTellsThatItIsUnderWay() {
        // Given
        hub.dataverse().fault("{\"on\":\"any\",\"matchKey\":\"P-70062\",\"times\":0,\"status\":500}");

        // When
        HttpResponse<String> answer =
                hub.pushPatiently("contacts", member("P-70062").toString() + "\n", "Content-Type", NDJSON);
        String id = HubFixture.json(answer).path("ids").path(0).asText();

        // Then
        hub.awaitState(id, "queued");
        hub.dataverse().mend();
        hub.awaitState(id, "delivered");
    }

    @Test
    void anIdempotencyKeyWithAnotherBodyIsRefused() {
        // Given
        hub.accepted("contacts", member("P-70008").toString(), "Idempotency-Key", "member-70008");

        // When
        HttpResponse<String> answer =
                hub.pushPatiently("contacts", member("P-70009").toString(), "Idempotency-Key", "member-70008");

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void linesOfOneRequestBecomeARowEach() {
        // Given
        String lines = member("P-70010") + "\n" + member("P-70011") + "\n" + member("P-70012") + "\n";

        // When
        HttpResponse<String> answer = hub.pushPatiently("contacts", lines, "Content-Type", NDJSON);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        for (String id : List.of("P-70010", "P-70011", "P-70012")) {
            hub.dataverse().awaitRow("contacts", "hub_externalid", id, row -> true);
        }
    }

    @Test
    void oneBadLineAndNoneOfTheRequestIsTaken() {
        // Given
        long acceptedBefore = hub.ledger("contacts").path("accepted").asLong();
        String lines = member("P-70013") + "\n" + "{\"memberId\":\n" + member("P-70014") + "\n";

        // When
        HttpResponse<String> answer = hub.pushPatiently("contacts", lines, "Content-Type", NDJSON);

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(HubFixture.json(answer).path("line").asInt()).isEqualTo(2);
        hub.awaitState(hub.accepted("contacts", member("P-70015").toString()), "delivered");
        assertThat(hub.ledger("contacts").path("accepted").asLong() - acceptedBefore)
                .isOne();
    }

    private static JsonNode lines(JsonNode order) {
        return hub.dataverse()
                .rows(
                        "salesorderdetails",
                        "_salesorderid_value eq " + order.path("salesorderid").asText());
    }
}

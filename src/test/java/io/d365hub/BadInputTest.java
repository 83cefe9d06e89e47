package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Odd and hostile messages against the running hub. What the doors refuse by themselves is tried in {@code intake}; here is
 * what gets in, and that the hub goes on after what does not.
 */
@Timeout(300)
class BadInputTest {

    private static final String ORDERS = "webshop-orders";
    private static final String CONTACTS = "contacts";

    @RegisterExtension
    static final HubFixture hub = HubFixture.shipped();

    private static int next = 50_000;

    static Stream<String> bodiesThatAreNoMessages() {
        return Stream.of(
                "",
                "{\"memberId\":\"P-1\"",
                "{\"memberId\":" + "[".repeat(10_000),
                "{\"memberId\":\"P-1\",\"memberId\":\"P-2\"}",
                "{\"memberId\":\"P-1\",\"x\":1e99999}",
                "{\"memberId\":\"" + "x".repeat(2 << 20) + "\"}",
                "{\"lastName\":\"Berg\"}");
    }

    @ParameterizedTest
    @MethodSource("bodiesThatAreNoMessages")
    void whatIsNoMessageIsRefusedInWordsAndTheNextMessageIsDelivered(String body) {
        // When
        HttpResponse<String> refusal = hub.push(CONTACTS, body);

        // Then
        assertThat(refusal.statusCode()).isBetween(400, 422);
        assertThat(refusal.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refusal.body()).doesNotContain("Exception", "at io.d365hub");
        hub.awaitState(hub.accepted(CONTACTS, member("P-" + ++next).toString()), "delivered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O'Brien",
                "50% off",
                "a/b\\c",
                "a&b?c#d",
                "Ключ 鍵 🗝",
                "  blank  ",
                "%27) or 1 eq 1",
                "$1",
                "(x,y)"
            })
    void aRecordKeyOfAnyLettersLeadsToItsRowOrToALetterThatSaysWhyNot(String key) {
        // When
        String id = hub.accepted(CONTACTS, member(key).toString());

        // Then
        String state = settled(id);
        if (state.equals("dead")) {
            assertThatLetter(hub.awaitLetter(id)).isExplained();
        } else {
            assertThat(hub.dataverse().rows("contacts", "hub_externalid eq '" + key.replace("'", "''") + "'"))
                    .hasSize(1);
        }
    }

    @Test
    void namesOfCamelInABodyAreNothingButNames() {
        // Given
        ObjectNode member = member("P-" + ++next)
                .put("CamelHttpUri", "http://elsewhere.example")
                .put("JMSDestination", "work.contacts.0")
                .put("hubControl", "release");

        // When
        hub.awaitState(hub.accepted(CONTACTS, member.toString()), "delivered");

        // Then
        assertThat(hub.dataverse()
                        .row("contacts", "hub_externalid", "P-" + next)
                        .path("lastname")
                        .asText())
                .isEqualTo("Łukasiewicz");
    }

    @Test
    void placeholdersInABodyAreText() {
        // When
        String text = "${env:HOME} {{env:HOME}} ${jndi:ldap://127.0.0.1/x} #{1+1}";
        ObjectNode order = order(++next).put("note", text);
        hub.awaitState(hub.accepted(ORDERS, order.toString()), "delivered");

        // Then
        assertThat(hub.dataverse()
                        .row("salesorders", "ordernumber", "" + next)
                        .path("description")
                        .asText())
                .isEqualTo(text);
    }

    @Test
    void aTextThatEndsInHalfACharacterDoesNotStopTheLane() {
        // Given
        String body = member("P-" + ++next).toString().replace("Zoë", "Zo\\ud83d");

        // When
        HttpResponse<String> answer = hub.push(CONTACTS, body);

        // Then
        if (answer.statusCode() == 202) {
            settled(HubFixture.json(answer).path("id").asText());
        } else {
            assertThat(answer.statusCode()).isEqualTo(400);
        }
        hub.awaitState(hub.accepted(CONTACTS, member("P-" + ++next).toString()), "delivered");
    }

    @Test
    void anAmountThatDataverseCannotHoldIsADeadLetter() {
        // Given
        ObjectNode order = order(++next);
        TestMessages.line(order, 0).put("price", "1" + "0".repeat(300));

        // When
        String id = hub.accepted(ORDERS, order.toString());

        // Then
        assertThatLetter(hub.awaitLetter(id)).isExplained();
    }

    @Test
    void anOrderOfManyLinesNearTheLimitIsDeliveredWhole() {
        // Given
        ObjectNode order = order(++next);
        for (int line = 2; line <= 400; line++) {
            TestMessages.addLine(order, next * 1000L + line);
        }

        // When
        hub.awaitState(hub.accepted(ORDERS, order.toString()), "delivered");

        // Then
        JsonNode row = hub.dataverse().row("salesorders", "ordernumber", "" + next);
        assertThat(hub.dataverse()
                        .rows(
                                "salesorderdetails",
                                "_salesorderid_value eq "
                                        + row.path("salesorderid").asText()))
                .hasSize(400);
    }

    /** Waits until the message is delivered or dead, and tells which. */
    private static String settled(String id) {
        return org.awaitility.Awaitility.await()
                .atMost(HubFixture.PATIENCE)
                .until(() -> hub.message(id).path("state").asText(), state -> !state.equals("queued"));
    }
}

package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events of Dataverse on their way through a whole hub. */
class DataverseEventsJourneyTest {

    private static final String STRANGER = "33333333-0000-4000-8000-0000000000a1";
    private static final int MEGABYTE = 1 << 20;

    @RegisterExtension
    static final HubFixture hub =
            HubFixture.with(TestRoute.accountEvents("account-events").with("ignoreTags", "'hub:'"));

    private final String row = UUID.randomUUID().toString();

    private HttpResponse<String> post(String hook, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.httpPort() + "/hooks/dataverse/" + hook));
        return hub.send((headers.length == 0 ? request : request.headers(headers)).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> postWithSecret(String body) {
        return post("events", body, "x-hub-key", secret());
    }

    private static String secret() {
        try {
            return Files.readString(hub.data().resolve("hook-secret")).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String event(String message, String user, long version, String phone) {
        return """
                {"MessageName":"%s","PrimaryEntityName":"account","PrimaryEntityId":"%s","Mode":1,"Depth":1,
                 "OperationId":"%s","OwningExtension":{"Id":"77777777-0000-4000-8000-0000000000d1"},
                 "InitiatingUserId":"%s","UserId":"%s","InputParameters":[{"key":"Target","value":{
                   "__type":"Entity:http:\\/\\/schemas.microsoft.com\\/xrm\\/2011\\/Contracts","RowVersion":"%d",
                   "Attributes":[{"key":"telephone1","value":"%s"}]}}]}""".formatted(message, row, UUID.randomUUID(), user, user, version, phone);
    }

    private JsonNode awaitContact(String lastName) {
        return hub.dataverse()
                .awaitRow("contacts", "hub_externalid", "account-events-" + row, contact -> contact.path("lastname")
                        .asText()
                        .equals(lastName));
    }

    private static long filtered() {
        return hub.ledger("account-events").path("filtered").asLong();
    }

    @Test
    void anEventReachesItsRoute() {
        // When
        HttpResponse<String> answer = postWithSecret(event("Update", STRANGER, 10, "1"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(awaitContact("Update").path("department").asText()).isEqualTo("[\"telephone1\"]");
    }

    @Test
    void aSecretMayComeAsCodeInTheAddress() {
        assertThat(post("events?code=" + secret(), event("Update", STRANGER, 10, "1"))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aSecretMayComeByItsNameInTheAddress() {
        assertThat(post("events?x-hub-key=" + secret(), event("Update", STRANGER, 10, "1"))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aWrongSecretIsRefused() {
        assertThat(post("events", event("Update", STRANGER, 10, "1"), "x-hub-key", "guess")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aMissingSecretIsRefused() {
        assertThat(post("events", event("Update", STRANGER, 10, "1")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aBodyThatIsNoJsonIsRefused() {
        assertThat(postWithSecret("<event/>").statusCode()).isEqualTo(400);
    }

    @Test
    void aDeepBombIsRefused() {
        assertThat(postWithSecret("{\"a\":" + "[".repeat(100_000)).statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyOf300KilobytesIsTaken() {
        // Dataverse cuts at 256 KB, and counts in its own way
        assertThat(postWithSecret(event("Update", STRANGER, 10, "x".repeat(300 * 1024)))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aBodyOf30MegabytesIsRefusedClearly() {
        // When
        HttpResponse<String> answer = postWithSecret(" ".repeat(30 * MEGABYTE));
        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void anEventOfATableThatNobodyWantsIsRefused() {
        assertThat(postWithSecret(event("Update", STRANGER, 10, "1").replace("\"account\"", "\"lead\""))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aCharsetInTheContentTypeDoesNotMatter() {
        assertThat(post(
                                "events",
                                event("Update", STRANGER, 10, "ä"),
                                "x-hub-key",
                                secret(),
                                "Content-Type",
                                "application/json; charset=iso-8859-1")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void anEventThatIsPostedTwiceHasOneEffect() {
        // Given
        String event = event("Update", STRANGER, 10, "1");
        postWithSecret(event);
        awaitContact("Update");
        long before = hub.ledger("account-events").path("accepted").asLong();
        // When
        int status = postWithSecret(event).statusCode();
        // Then
        assertThat(status).isEqualTo(202);
        assertThat(hub.ledger("account-events").path("accepted").asLong()).isEqualTo(before);
    }

    @Test
    void anOldEventAfterANewerOneIsFiltered() {
        // Given
        postWithSecret(event("Update", STRANGER, 20, "2"));
        awaitContact("Update");
        long before = filtered();
        // When
        postWithSecret(event("Create", STRANGER, 10, "1"));
        // Then
        await().atMost(HubFixture.PATIENCE).until(() -> filtered() == before + 1);
        assertThat(awaitContact("Update").isMissingNode()).isFalse();
    }

    @Test
    void whatTheHubItselfCausedIsFiltered() {
        // Given
        String own = hub.dataverse()
                .rows("systemusers", "applicationid eq 3f0c5d1e-8b7a-4c29-9e54-d365b0000001")
                .path(0)
                .path("systemuserid")
                .asText();
        long before = filtered();
        // When
        postWithSecret(event("Update", own, 10, "1"));
        // Then
        await().atMost(HubFixture.PATIENCE).until(() -> filtered() == before + 1);
        assertThat(own).isNotEmpty();
    }

    @Test
    void whatWasWrittenWithATagOfTheHubIsFiltered() {
        // Given: the tag of the Web API arrives as a shared variable (events spec §1.7 [V])
        String tagged = event("Update", STRANGER, 10, "1")
                .replaceFirst("\\{", "{\"SharedVariables\":[{\"key\":\"tag\",\"value\":\"hub:erp\"}],");
        long before = filtered();
        // When
        postWithSecret(tagged);
        // Then
        await().atMost(HubFixture.PATIENCE).until(() -> filtered() > before);
    }

    @Test
    void anEventThatWasCutIsCompletedByReadingTheRow() {
        // Given
        String number = "EV-" + row.substring(0, 8);
        hub.dataverse().createAccount(number);
        String id = hub.dataverse()
                .row("accounts", "accountnumber", number)
                .path("accountid")
                .asText();
        String cut = "{\"MessageName\":\"Update\",\"PrimaryEntityName\":\"account\",\"PrimaryEntityId\":\"" + id
                + "\",\"Mode\":1,\"OperationId\":\"" + UUID.randomUUID() + "\",\"InitiatingUserId\":\"" + STRANGER
                + "\"}";
        // When
        post("events", cut, "x-hub-key", secret(), "x-ms-dynamics-msg-size-exceeded", "true");
        // Then
        JsonNode contact =
                hub.dataverse().awaitRow("contacts", "hub_externalid", "account-events-" + id, found -> true);
        assertThat(contact.path("jobtitle").asText()).isEqualTo("refetched=true");
    }
}

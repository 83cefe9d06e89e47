package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./hub dataverse}: the hub registers itself, and really hears of changes. */
class DataverseRegistrationJourneyTest {

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
            TestRoute.accountEvents("account-events").with("messages", "\"Create,Update,Delete,Associate\""));

    private final String number = "REG-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void register() {
        assertThat(hub.cli("dataverse", "register", "--yes").exitCode()).isZero();
    }

    @AfterEach
    void unregister() {
        assertThat(hub.cli("dataverse", "unregister", "--yes").exitCode()).isZero();
    }

    private JsonNode awaitContactOfAccount() {
        return awaitContactOfAccount(contact -> true);
    }

    private JsonNode awaitContactOfAccount(Predicate<JsonNode> expected) {
        String id = hub.dataverse()
                .row("accounts", "accountnumber", number)
                .path("accountid")
                .asText();
        return hub.dataverse().awaitRow("contacts", "hub_externalid", "account-events-" + id, expected);
    }

    private JsonNode step(String message) {
        return hub.dataverse()
                .rows("sdkmessageprocessingsteps", "name eq 'd365-hub/events: " + message + " of account'")
                .path(0);
    }

    @Test
    void aCreatedRowReachesTheRoute() {
        // When
        hub.dataverse().createAccount(number);
        // Then
        assertThat(awaitContactOfAccount().path("lastname").asText()).isEqualTo("Create");
    }

    @Test
    void registeringAgainChangesNothing() {
        // When
        HubFixture.CliResult again = hub.cli("dataverse", "register", "--yes", "--json");
        // Then
        assertThat(again.json().path("actions")).isEmpty();
    }

    @Test
    void stepsAreAsynchronousFilteredAndCleanUpAfterThemselves() {
        // Then
        JsonNode step = step("Update");
        assertThat(step.path("mode").asInt()).isEqualTo(1);
        assertThat(step.path("filteringattributes").asText()).isEqualTo("description,name,telephone1");
        assertThat(step.path("asyncautodelete").asBoolean()).isTrue();
    }

    @Test
    void driftIsShown() {
        // Given
        hub.dataverse()
                .call(
                        "PATCH",
                        "sdkmessageprocessingsteps("
                                + step("Update")
                                        .path("sdkmessageprocessingstepid")
                                        .asText() + ")",
                        "{\"filteringattributes\":\"fax\"}");
        // When
        HubFixture.CliResult list = hub.cli("dataverse", "list");
        // Then
        assertThat(list.out())
                .contains("change step d365-hub/events: Update of account  columns fax -> description,name,telephone1");
        assertThat(list.exitCode()).isEqualTo(1);
    }

    @Test
    void aDryRunChangesNothing() {
        // Given
        hub.cli("dataverse", "unregister", "--yes");
        // When
        HubFixture.CliResult plan = hub.cli("dataverse", "register", "--dry-run");
        // Then
        assertThat(plan.out()).contains("create service endpoint d365-hub/events");
        assertThat(hub.dataverse().rows("serviceendpoints", "contract eq 8")).isEmpty();
    }

    @Test
    void withNobodyToAskNothingIsDone() {
        // Given
        hub.cli("dataverse", "unregister", "--yes");
        // When
        HubFixture.CliResult asked = hub.cli("dataverse", "register");
        // Then
        assertThat(asked.exitCode()).as(asked.toString()).isEqualTo(2);
        assertThat(hub.dataverse().rows("serviceendpoints", "contract eq 8")).isEmpty();
    }

    @Test
    void unregisteringAgainSaysThatNothingIsThere() {
        // Given
        hub.cli("dataverse", "unregister", "--yes");
        // When
        HubFixture.CliResult again = hub.cli("dataverse", "unregister", "--yes");
        // Then
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("Nothing of the hub is registered in Dataverse.");
    }

    @Test
    void whatUnregisteringLeavesWhenItBreaksOffIsTakenAwayByTheNextTime() {
        // Given
        String left = step("Update").path("sdkmessageprocessingstepid").asText();
        hub.dataverse().fault("{\"on\":\"delete\",\"matchKey\":\"" + left + "\",\"preset\":\"plugin\"}");
        HubFixture.CliResult broken = hub.cli("dataverse", "unregister", "--yes");
        hub.dataverse().mend();

        // When
        HubFixture.CliResult again = hub.cli("dataverse", "unregister", "--yes");

        // Then
        assertThat(broken.err()).contains("It broke off at: delete step d365-hub/events: Update of account");
        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(hub.dataverse().rows("serviceendpoints", "contract eq 8")).isEmpty();
        assertThat(step("Update").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // refused before it was done, and done without an answer
                "{\"on\":\"any\",\"matchKey\":\"Delete of account\",\"preset\":\"plugin\"}",
                "{\"on\":\"any\",\"matchKey\":\"Delete of account\",\"dropResponse\":true}",
                "{\"on\":\"any\",\"matchKey\":\"Delete of account\",\"times\":9,\"reset\":true}"
            })
    void whatBreaksOffHalfwayIsCompletedByTheNextTime(String fault) {
        // Given a registration whose third row makes trouble
        hub.cli("dataverse", "unregister", "--yes");
        hub.dataverse().fault(fault);
        HubFixture.CliResult broken = hub.cli("dataverse", "register", "--yes");
        hub.dataverse().mend();

        // When it is done again
        HubFixture.CliResult again = hub.cli("dataverse", "register", "--yes");

        // Then everything is there, and nothing twice
        assertThat(again.exitCode()).as(broken + "\n" + again).isZero();
        assertThat(hub.cli("dataverse", "list").exitCode()).isZero();
        assertThat(hub.dataverse().rows("serviceendpoints", "contract eq 8")).hasSize(1);
        for (String message : List.of("Create", "Update", "Delete")) {
            assertThat(hub.dataverse()
                            .rows("sdkmessageprocessingsteps", "name eq 'd365-hub/events: " + message + " of account'"))
                    .as(message)
                    .hasSize(1);
        }
    }

    @Test
    void whatWasDoneBeforeItBrokeOffIsTold() {
        // Given
        hub.cli("dataverse", "unregister", "--yes");
        hub.dataverse().fault("{\"on\":\"any\",\"matchKey\":\"Delete of account\",\"preset\":\"plugin\"}");

        // When
        HubFixture.CliResult broken = hub.cli("dataverse", "register", "--yes");
        hub.dataverse().mend();

        // Then
        assertThat(broken.exitCode()).as(broken.toString()).isEqualTo(3);
        assertThat(broken.toString())
                .contains("It broke off at: create step d365-hub/events: ")
                .contains("Done before it: create service endpoint d365-hub/events")
                .contains("Then do it again");
    }

    @Test
    void theSecretIsInNoAnswer() {
        assertThat(hub.cli("dataverse", "register", "--dry-run", "--new-secret", "--json")
                        .out())
                .contains("secret")
                .doesNotContain("<settings>");
    }

    /** From here on nothing listens where Dataverse posts to. */
    private static void closeTheHook() {
        String endpoint = hub.dataverse()
                .rows("serviceendpoints", "contract eq 8")
                .path(0)
                .path("serviceendpointid")
                .asText();
        hub.dataverse().call("PATCH", "serviceendpoints(" + endpoint + ")", "{\"url\":\"http://127.0.0.1:9/closed\"}");
    }

    private static void awaitGivenUp(String message) {
        await().atMost(HubFixture.PATIENCE).until(() -> !hub.dataverse()
                .rows("asyncoperations", "statuscode eq 31 and messagename eq '" + message + "'")
                .isEmpty());
    }

    @Test
    void anAssociationThatDataverseGaveUpIsFetchedWithItsRow() {
        // Given
        hub.dataverse().createAccount(number);
        awaitContactOfAccount();
        hub.dataverse().call("PATCH", "contacts(hub_externalid='" + number + "')", "{\"lastname\":\"Joined\"}");
        String contact = hub.dataverse()
                .row("contacts", "hub_externalid", number)
                .path("contactid")
                .asText();
        closeTheHook();
        hub.dataverse()
                .call(
                        "POST",
                        "accounts(accountnumber='" + number + "')/contact_customer_accounts/$ref",
                        "{\"@odata.id\":\"contacts(" + contact + ")\"}");
        awaitGivenUp("Associate");
        // When
        HubFixture.CliResult fetched = hub.cli("dataverse", "reconcile", "--json");
        // Then
        assertThat(fetched.json().path("lost").findValuesAsText("step"))
                .as(fetched.toString())
                .contains("d365-hub/events: Associate");
        JsonNode told =
                awaitContactOfAccount(row -> row.path("lastname").asText().equals("Associate"));
        assertThat(told.path("jobtitle").asText()).isEqualTo("refetched=true");
    }

    @Test
    void anEventThatDataverseGaveUpIsFetched() {
        // Given
        closeTheHook();
        hub.dataverse().createAccount(number);
        awaitGivenUp("Create");
        // When
        HubFixture.CliResult fetched = hub.cli("dataverse", "reconcile", "--json");
        // Then
        assertThat(fetched.json().path("lost")).as(fetched.toString()).isNotEmpty();
        assertThat(awaitContactOfAccount().path("jobtitle").asText()).isEqualTo("refetched=true");
        // And: fetching once more finds it in the ledger, however long ago that was
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(hub.cli("dataverse", "reconcile", "--json")
                        .json()
                        .path("lost")
                        .findValuesAsText("outcome"))
                .containsOnly("fetched before"));
    }
}

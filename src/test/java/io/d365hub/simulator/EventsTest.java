package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.Receiver.Post;
import io.d365hub.simulator.event.EventSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps that fire. Expectations are those of the fact sheet on events, sections 1.2 to 1.7 [V] unless said. */
class EventsTest {

    private static final String ENTITY = "Entity:http://schemas.microsoft.com/xrm/2011/Contracts";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.with(SimulatorSettings.defaults()
            .withSeed(SimulatorSettings.Seed.EMPTY)
            .withEvents(new EventSettings(1, 20, true, 4, 100, false, List.of(20L), 2)));

    private final Receiver receiver = new Receiver();
    private final Registrar registrar = new Registrar(dataverse);
    private String webhook;

    @BeforeEach
    void register() {
        webhook = registrar.webhook(receiver.url());
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private void account(String number, String body) {
        assertThat(dataverse
                        .patch("accounts(accountnumber='" + number + "')", body)
                        .status())
                .isLessThan(300);
    }

    private JsonNode job() {
        return Awaitility.await()
                .until(
                        () -> dataverse
                                .get("asyncoperations?$filter=statecode eq 3")
                                .json()
                                .at("/value/0"),
                        job -> !job.isMissingNode());
    }

    @Test
    void aCreatedRowIsToldWithAllItsColumns() {
        // Given
        registrar.image(registrar.step(webhook, "Create", "account", "{}"), "hub", 1, "accountid,name");
        // When
        dataverse.post(
                "accounts?tag=hub:erp",
                "{\"name\":\"Adventure Works\",\"accountnumber\":\"AW-1\",\"creditonhold\":false,\"revenue\":1250000.5,"
                        + "\"industrycode\":7}");
        // Then: section 1.4
        Post post = receiver.await(1).get(0);
        JsonNode target = post.value("InputParameters", "Target");
        assertThat(target.path("__type").asText()).isEqualTo(ENTITY);
        assertThat(Post.value(target.path("Attributes"), "revenue").toString())
                .isEqualTo(
                        "{\"__type\":\"Money:http://schemas.microsoft.com/xrm/2011/Contracts\",\"Value\":1250000.5}");
        assertThat(Post.value(target.path("Attributes"), "statecode")
                        .path("Value")
                        .asInt())
                .isZero();
        assertThat(Post.value(target.path("Attributes"), "createdon").asText()).matches("/Date\\(\\d+\\)/");
        assertThat(post.value("PostEntityImages", "hub").path("Attributes")).hasSize(2);
        assertThat(post.value("PostEntityImages", "AsynchronousStepPrimaryName").isMissingNode())
                .isFalse();
        assertThat(post.value("SharedVariables", "tag").asText()).isEqualTo("hub:erp");
        assertThat(post.json().path("ParentContext").path("Stage").asInt()).isEqualTo(30);
        assertThat(post.text()).contains("\\/Date(").contains("http:\\/\\/schemas");
    }

    @Test
    void membersComeInAlphabeticalOrder() {
        // Given
        registrar.step(webhook, "Create", "account", "{}");
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then: section 1.3
        List<String> names = new ArrayList<>();
        receiver.await(1).get(0).json().fieldNames().forEachRemaining(names::add);
        List<String> sorted = new ArrayList<>(names);
        Collections.sort(sorted);
        assertThat(names).isEqualTo(sorted).hasSize(30);
    }

    @Test
    void headersSayWhatItIsAbout() {
        // Given
        registrar.step(webhook, "Create", "account", "{}");
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then: section 1.2
        Post post = receiver.await(1).get(0);
        assertThat(post.header("x-ms-dynamics-entity-name")).isEqualTo("account");
        assertThat(post.header("x-ms-dynamics-request-name")).isEqualTo("Create");
        assertThat(post.header("x-ms-dynamics-organization")).endsWith(".dynamics.com");
        assertThat(post.header("x-ms-correlation-request-id"))
                .isEqualTo(post.json().path("CorrelationId").asText());
        assertThat(post.header("x-hub-key")).isEqualTo("s3cr3t");
    }

    @Test
    void anUpdateIsToldWithWhatChangedAndBothImages() {
        // Given
        account("A-1", "{\"name\":\"One\",\"telephone1\":\"1\"}");
        registrar.image(registrar.step(webhook, "Update", "account", "{}"), "both", 2, "telephone1");
        // When
        account("A-1", "{\"telephone1\":\"2\",\"websiteurl\":null}");
        // Then: section 1.5
        Post post = receiver.await(1).get(0);
        JsonNode columns = post.value("InputParameters", "Target").path("Attributes");
        assertThat(columns.findValuesAsText("key"))
                .containsExactlyInAnyOrder("telephone1", "websiteurl", "accountid", "modifiedon", "modifiedby");
        assertThat(Post.value(columns, "websiteurl").isNull()).isTrue();
        assertThat(image(post, "PreEntityImages")).isEqualTo("1");
        assertThat(image(post, "PostEntityImages")).isEqualTo("2");
        assertThat(post.value("InputParameters", "Target").path("RowVersion").asLong())
                .isEqualTo(post.value("PostEntityImages", "both")
                        .path("RowVersion")
                        .asLong());
    }

    private static String image(Post post, String images) {
        return Post.value(post.value(images, "both").path("Attributes"), "telephone1")
                .asText();
    }

    @Test
    void anUpdateOfOtherColumnsThanTheFilteredOnesIsNotTold() {
        // Given
        account("A-1", "{\"name\":\"One\"}");
        registrar.step(webhook, "Update", "account", "{\"filteringattributes\":\"telephone1\"}");
        // When
        account("A-1", "{\"fax\":\"1\"}");
        account("A-1", "{\"telephone1\":\"1\"}");
        // Then
        receiver.await(1);
        assertThat(dataverse.simulator().eventStatistics()).containsEntry("fired", 1L);
    }

    @Test
    void aChangedStateRaisesAnEventOfItsOwn() {
        // Given
        account("A-1", "{\"name\":\"One\"}");
        registrar.step(webhook, "Update", "account", "{}");
        // When
        account("A-1", "{\"telephone1\":\"1\",\"statecode\":1,\"statuscode\":2}");
        // Then: section 1.7
        assertThat(receiver.await(2)).hasSize(2);
    }

    @Test
    void aDeletedRowIsToldByReferenceWithThePreImage() {
        // Given
        account("A-1", "{\"name\":\"One\"}");
        registrar.image(registrar.step(webhook, "Delete", "account", "{}"), "before", 0, "name");
        // When
        dataverse.delete("accounts(accountnumber='A-1')");
        // Then
        Post post = receiver.await(1).get(0);
        assertThat(post.value("InputParameters", "Target").path("__type").asText())
                .startsWith("EntityReference:");
        assertThat(Post.value(post.value("PreEntityImages", "before").path("Attributes"), "name")
                        .asText())
                .isEqualTo("One");
        assertThat(post.json().path("PostEntityImages")).isEmpty();
    }

    @Test
    void anAssociationIsToldWithItsThreeParameters() {
        // Given
        account("A-1", "{\"name\":\"One\"}");
        String contact = dataverse
                .post("contacts", "{\"lastname\":\"X\"}", "Prefer", "return=representation")
                .json()
                .path("contactid")
                .asText();
        registrar.step(webhook, "Associate", null, "{}");
        // When
        dataverse.post(
                "accounts(accountnumber='A-1')/contact_customer_accounts/$ref",
                "{\"@odata.id\":\"" + dataverse.root() + "contacts(" + contact + ")\"}");
        // Then: section 1.3 [C]
        Post post = receiver.await(1).get(0);
        assertThat(post.json().path("InputParameters").findValuesAsText("key"))
                .startsWith("Target", "Relationship", "RelatedEntities");
        assertThat(post.value("InputParameters", "RelatedEntities")
                        .get(0)
                        .path("Id")
                        .asText())
                .isEqualTo(contact);
    }

    @Test
    void rowsOfABulkRequestRaiseOneEventEachAndOneTogether() {
        // Given
        registrar.step(webhook, "Create", "account", "{}");
        registrar.step(webhook, "CreateMultiple", "account", "{}");
        String target = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"N\"}";
        // When
        dataverse.post(
                "accounts/Microsoft.Dynamics.CRM.CreateMultiple", "{\"Targets\":[" + target + "," + target + "]}");
        // Then: section 3.1
        List<Post> posts = receiver.await(3);
        Post together = posts.stream()
                .filter(post -> post.header("x-ms-dynamics-request-name").equals("CreateMultiple"))
                .findFirst()
                .orElseThrow();
        assertThat(posts).hasSize(3);
        assertThat(together.value("InputParameters", "Targets").path("Entities"))
                .hasSize(2);
    }

    @Test
    void aChangesetThatFailsRaisesNothing() {
        // Given
        registrar.step(webhook, "Create", "account", "{}");
        // When
        dataverse.batch("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n"
                + part("1", "{\"name\":\"One\"}")
                + part("2", "{\"nosuch\":1}")
                + "--c--\r\n--b--\r\n");
        // Then
        assertThat(dataverse.simulator().eventStatistics()).containsEntry("fired", 0L);
    }

    private static String part(String id, String body) {
        return "--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: " + id
                + "\r\n\r\nPOST accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n" + body + "\r\n";
    }

    @Test
    void aLongContextComesWithoutItsLargeParts() {
        // Given: section 1.6
        registrar.step(webhook, "Create", "account", "{}");
        registrar.step(webhook, "CreateMultiple", "account", "{}");
        String target = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"N\",\"description\":\""
                + "x".repeat(1900) + "\"}";
        // When
        dataverse.post(
                "accounts/Microsoft.Dynamics.CRM.CreateMultiple",
                "{\"Targets\":[" + String.join(",", Collections.nCopies(100, target)) + "]}");
        // Then
        Post trimmed = receiver.await(101).stream()
                .filter(post -> post.header("x-ms-dynamics-msg-size-exceeded") != null)
                .findFirst()
                .orElseThrow();
        assertThat(trimmed.json().has("InputParameters")).isFalse();
        assertThat(trimmed.json().path("MessageName").asText()).isEqualTo("CreateMultiple");
    }

    @Test
    void networkTroubleIsTriedOnceMore() {
        // Given: section 1.7
        registrar.step(webhook, "Create", "account", "{}");
        receiver.answers(503);
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then
        assertThat(job().path("statuscode").asInt()).isEqualTo(30);
        assertThat(receiver.posts()).hasSize(2);
    }

    @Test
    void aSecondTroubleIsTheLast() {
        // Given
        registrar.step(webhook, "Create", "account", "{}");
        receiver.answers(503, 504);
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then
        assertThat(job().path("statuscode").asInt()).isEqualTo(31);
        assertThat(receiver.posts()).hasSize(2);
    }

    @Test
    void aBusThatStaysAwayFailsTheJobInTheEnd() {
        // Given: section 2.1 [V], posted again until the platform gives up; here once more, when is not known [U]
        registrar.step(registrar.queue("amqp://127.0.0.1:9", "closed"), "Create", "account", "{}");
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then
        JsonNode job = job();
        assertThat(job.path("statuscode").asInt()).isEqualTo(31);
        assertThat(job.path("message").asText()).startsWith("The bus did not take the message");
        assertThat(dataverse.simulator().eventStatistics()).containsEntry("tries", 2L);
    }

    @Test
    void anyOtherAnswerFailsTheJobAtOnce() {
        // Given: 429 and 500 count as final
        String step = registrar.step(webhook, "Create", "account", "{}");
        receiver.answers(429);
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then
        JsonNode job = job();
        assertThat(job.path("statuscode").asInt()).isEqualTo(31);
        assertThat(job.path("message").asText()).contains("429");
        assertThat(job.path("_owningextensionid_value").asText()).isEqualTo(step);
        assertThat(receiver.posts()).hasSize(1);
    }

    @Test
    void aReceiverThatTakesTooLongFailsTheJob() {
        // Given: the time limit is a second here, 60 seconds with the service
        registrar.step(webhook, "Create", "account", "{}");
        CompletableFuture<Void> never = new CompletableFuture<>();
        receiver.before(post -> never.join());
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then
        Awaitility.await()
                .until(() ->
                        dataverse.simulator().eventStatistics().get("failed").equals(1L));
        never.complete(null);
        assertThat(job().path("message").asText()).contains("timed out");
    }

    @Test
    void jobsThatWentWellAreDeletedWhenTheStepSaysSo() {
        // Given
        registrar.step(webhook, "Create", "account", "{\"asyncautodelete\":true}");
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then
        receiver.await(1);
        Awaitility.await().until(() -> dataverse.simulator().count("asyncoperations") == 0);
    }

    @Test
    void aSynchronousStepThatFailsUndoesTheOperation() {
        // Given: section 1.7
        registrar.step(webhook, "Create", "account", "{\"mode\":0}");
        receiver.answers(500);
        // When
        SimulatorFixture.Answer answer = dataverse.post("accounts", "{\"name\":\"One\"}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(dataverse.simulator().count("accounts")).isZero();
    }

    @Test
    void whoIsWaitedForCanReadMeanwhile() {
        // Given
        registrar.step(webhook, "Create", "account", "{\"mode\":0}");
        List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        receiver.before(post -> read.add(dataverse.get("accounts?$top=1").status()));
        // When
        int status = dataverse.post("accounts", "{\"name\":\"One\"}").status();
        // Then
        assertThat(status).isEqualTo(204);
        assertThat(read).containsExactly(200);
    }

    @Test
    void aDisabledStepHearsNothing() {
        // Given
        String step = registrar.step(webhook, "Create", "account", "{}");
        dataverse.patch("sdkmessageprocessingsteps(" + step + ")", "{\"statecode\":1,\"statuscode\":2}");
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then
        assertThat(dataverse.simulator().eventStatistics()).containsEntry("fired", 0L);
    }

    @Test
    void aWebhookKeyComesAsCodeInTheAddress() {
        // Given: section 1.1
        String keyed = registrar.endpoint("{\"name\":\"k\",\"contract\":8,\"messageformat\":2,\"url\":\""
                + receiver.url() + "\",\"authtype\":4,\"authvalue\":\"a b&c\"}");
        registrar.step(keyed, "Create", "account", "{}");
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then
        assertThat(receiver.await(1).get(0).query()).isEqualTo("code=a+b%26c");
    }

    @Test
    void pairsOfTheQueryStringComeInTheAddress() {
        // Given: section 1.1 [U]
        String keyed = registrar.endpoint(
                "{\"name\":\"k\",\"contract\":8,\"messageformat\":2,\"url\":\"" + receiver.url()
                        + "\",\"authtype\":6,\"authvalue\":\"<settings><setting name=\\\"key\\\" value=\\\"v\\\"/></settings>\"}");
        registrar.step(keyed, "Create", "account", "{}");
        // When
        account("A-1", "{\"name\":\"One\"}");
        // Then
        assertThat(receiver.await(1).get(0).query()).isEqualTo("key=v");
    }
}

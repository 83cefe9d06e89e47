package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.simulator.Receiver.Post;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Requests that keep steps from running: section 1.4 of the fact sheet on the Web API; and how deep an event is nested. */
class EventBypassTest extends WebhookReceiverTestBase {

    private static final String LOGIC = "MSCRM.BypassBusinessLogicExecution";

    private void create(String name, String... headers) {
        SimulatorFixture.Answer answer = dataverse.post("accounts", "{\"name\":\"" + name + "\"}", headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    }

    private static List<Integer> modes(List<Post> posts) {
        return posts.stream().map(post -> post.json().path("Mode").asInt()).toList();
    }

    private static String name(Post post) {
        return Post.value(post.value("InputParameters", "Target").path("Attributes"), "name")
                .asText();
    }

    @Test
    @DisplayName("[D] §1.4: BypassCustomPluginExecution bypasses synchronous custom logic")
    void synchronousStepsAreBypassed() {
        // Given
        registrar.step(webhook, "Create", "account", "{\"mode\":0}");
        registrar.step(webhook, "Create", "account", "{}");
        // When
        create("One", "MSCRM.BypassCustomPluginExecution", "true");
        // Then
        assertThat(modes(receiver.await(1))).containsExactly(1);
        assertThat(dataverse.simulator().eventStatistics()).containsEntry("fired", 1L);
    }

    @Test
    @DisplayName("[D] §1.4: BypassBusinessLogicExecution: CustomAsync bypasses asynchronous logic")
    void asynchronousStepsAreBypassed() {
        // Given
        registrar.step(webhook, "Create", "account", "{\"mode\":0}");
        registrar.step(webhook, "Create", "account", "{}");
        // When
        create("One", LOGIC, "CustomAsync");
        // Then
        assertThat(modes(receiver.await(1))).containsExactly(0);
        assertThat(dataverse.simulator().eventStatistics()).containsEntry("fired", 1L);
    }

    @Test
    @DisplayName("[D] §1.4: CustomSync,CustomAsync bypasses both")
    void allStepsAreBypassed() {
        // Given
        registrar.step(webhook, "Create", "account", "{\"mode\":0}");
        registrar.step(webhook, "CreateMultiple", "account", "{}");
        // When
        create("One", LOGIC, "CustomSync,CustomAsync");
        // Then
        assertThat(dataverse.simulator().eventStatistics()).containsEntry("fired", 0L);
    }

    @Test
    @DisplayName("[K] §1.4: BypassBusinessLogicExecutionStepIds bypasses the named steps only")
    void namedStepsAreBypassed() {
        // Given
        String first = registrar.step(webhook, "Create", "account", "{}");
        String second = registrar.step(webhook, "Create", "account", "{}");
        // When
        create("One", "MSCRM.BypassBusinessLogicExecutionStepIds", first);
        // Then
        Post post = receiver.await(1).get(0);
        assertThat(post.json().path("OwningExtension").path("Id").asText()).isEqualTo(second);
        assertThat(dataverse.simulator().eventStatistics()).containsEntry("fired", 1L);
    }

    @Test
    @DisplayName("[D] §1.4: headers of a part of a batch are the part's own")
    void apartOfABatchBypassesForItself() {
        // Given
        registrar.step(webhook, "Create", "account", "{}");
        // When
        dataverse.batch(part("One", LOGIC + ": CustomAsync\r\n") + part("Two", "") + "--b--\r\n");
        // Then
        assertThat(name(receiver.await(1).get(0))).isEqualTo("Two");
        assertThat(dataverse.simulator().eventStatistics()).containsEntry("fired", 1L);
    }

    private static String part(String name, String header) {
        return "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + "POST accounts HTTP/1.1\r\nContent-Type: application/json\r\n" + header + "\r\n{\"name\":\"" + name
                + "\"}\r\n";
    }

    @Test
    @DisplayName("[U]: a value that the documentation does not name is refused")
    void anUnknownKindIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.post("accounts", "{\"name\":\"One\"}", LOGIC, "Custom");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage()).contains(LOGIC).contains("'Custom'").contains("CustomSync");
    }

    @Test
    @DisplayName("[V] §1.3: Depth is 1 for what a client asks for; more for what follows from it [U, cascadeDepth]")
    void whatFollowsFromADeletionIsNested() {
        // Given
        registrar.step(webhook, "Delete", null, "{}");
        String order = dataverse
                .post("salesorders", "{\"name\":\"Order\"}", "Prefer", "return=representation")
                .json()
                .path("salesorderid")
                .asText();
        dataverse.post(
                "salesorderdetails",
                "{\"productdescription\":\"A\",\"salesorderid@odata.bind\":\"/salesorders(" + order + ")\"}");
        // When
        dataverse.delete("salesorders(" + order + ")");
        // Then
        List<Post> posts = receiver.await(2);
        assertThat(posts)
                .extracting(post -> post.json().path("PrimaryEntityName").asText() + " "
                        + post.json().path("Depth").asInt())
                .containsExactlyInAnyOrder("salesorder 1", "salesorderdetail 2");
    }
}

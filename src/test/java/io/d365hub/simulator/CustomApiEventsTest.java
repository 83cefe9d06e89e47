package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.Receiver.Post;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Custom APIs as events: sections 1.3, 3.1 and 3.5 of the fact sheet on events, 10.3 of the one on the Web API. */
class CustomApiEventsTest extends WebhookReceiverTestBase {

    private static final int ASYNCHRONOUS_ONLY = 1;
    private static final int ALL = 2;

    private void api(int steps, String further) {
        SimulatorFixture.Answer answer = dataverse.post(
                "customapis",
                "{\"uniquename\":\"new_OnOrderShipped\",\"name\":\"Shipped\",\"allowedcustomprocessingsteptype\":"
                        + steps + further + "}");
        assertThat(answer.status()).isEqualTo(204);
    }

    private void member(String set, String name, int type) {
        SimulatorFixture.Answer answer = dataverse.post(
                set,
                "{\"uniquename\":\"" + name + "\",\"name\":\"" + name + "\",\"type\":" + type
                        + ",\"CustomAPIId@odata.bind\":\"/customapis(uniquename='new_OnOrderShipped')\"}");
        assertThat(answer.status()).isEqualTo(204);
    }

    private String account() {
        return dataverse
                .post("accounts", "{\"name\":\"One\"}", "Prefer", "return=representation")
                .json()
                .path("accountid")
                .asText();
    }

    @Test
    @DisplayName("[V] §3.5: calling a Custom API without plug-in tells the steps of its message")
    void aCallIsToldWithItsParameters() {
        // Given
        api(ASYNCHRONOUS_ONLY, "");
        member("customapirequestparameters", "Order", 10);
        member("customapirequestparameters", "Total", 8);
        member("customapirequestparameters", "Way", 9);
        member("customapirequestparameters", "Lines", 11);
        registrar.step(webhook, "new_OnOrderShipped", null, "{}");
        // When
        dataverse.post(
                "new_OnOrderShipped?tag=erp", "{\"Order\":\"SO-1\",\"Total\":12.5,\"Way\":7,\"Lines\":[\"a\",\"b\"]}");
        // Then
        Post post = receiver.await(1).get(0);
        assertThat(post.value("InputParameters", "Order").asText()).isEqualTo("SO-1");
        assertThat(post.value("InputParameters", "Total").toString())
                .isEqualTo("{\"__type\":\"Money:http://schemas.microsoft.com/xrm/2011/Contracts\",\"Value\":12.5}");
        assertThat(post.value("InputParameters", "Way").path("__type").asText()).startsWith("OptionSetValue:");
        assertThat(post.value("InputParameters", "Lines").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(post.value("SharedVariables", "tag").asText()).isEqualTo("erp");
        assertThat(post.json().path("Depth").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("[V] §1.2, [U] for the table: the headers name the message, and no table")
    void anUnboundCallNamesNoTable() {
        // Given
        api(ASYNCHRONOUS_ONLY, "");
        registrar.step(webhook, "new_OnOrderShipped", null, "{}");
        // When
        dataverse.post("new_OnOrderShipped", "{}");
        // Then
        Post post = receiver.await(1).get(0);
        assertThat(post.header("x-ms-dynamics-request-name")).isEqualTo("new_OnOrderShipped");
        assertThat(post.json().path("PrimaryEntityName").asText()).isEqualTo("none");
        assertThat(post.json().path("PrimaryEntityId").asText()).isEqualTo("00000000-0000-0000-0000-000000000000");
    }

    @Test
    @DisplayName("[V] §1.3: response properties are output parameters")
    void whatItAnswersIsToldToo() {
        // Given
        api(ASYNCHRONOUS_ONLY, "");
        member("customapiresponseproperties", "Score", 7);
        dataverse.control("PUT", "custom-apis/new_OnOrderShipped", "{\"response\":{\"Score\":42}}");
        registrar.step(webhook, "new_OnOrderShipped", null, "{}");
        // When
        dataverse.post("new_OnOrderShipped", "{}");
        // Then
        assertThat(receiver.await(1).get(0).value("OutputParameters", "Score").asInt())
                .isEqualTo(42);
    }

    @Test
    @DisplayName("[D] §10.3: an API that is bound to a row has an implicit parameter Target")
    void aCallOnARowIsToldWithItsTarget() {
        // Given
        api(ASYNCHRONOUS_ONLY, ",\"bindingtype\":1,\"boundentitylogicalname\":\"account\"");
        registrar.step(webhook, "new_OnOrderShipped", "account", "{}");
        String account = account();
        // When
        dataverse.post("accounts(" + account + ")/Microsoft.Dynamics.CRM.new_OnOrderShipped", "{}");
        // Then
        Post post = receiver.await(1).get(0);
        assertThat(post.value("InputParameters", "Target").path("Id").asText()).isEqualTo(account);
        assertThat(post.json().path("PrimaryEntityName").asText()).isEqualTo("account");
    }

    @Test
    @DisplayName("[V] §1.3: rows among the parameters are entities and references")
    void rowsAmongTheParametersAreTold() {
        // Given
        api(ASYNCHRONOUS_ONLY, "");
        member("customapirequestparameters", "Customer", 5);
        member("customapirequestparameters", "Rows", 4);
        registrar.step(webhook, "new_OnOrderShipped", null, "{}");
        String account = account();
        String type = "\"@odata.type\":\"Microsoft.Dynamics.CRM.account\"";
        // When
        dataverse.post(
                "new_OnOrderShipped",
                "{\"Customer\":{" + type + ",\"accountid\":\"" + account + "\"},\"Rows\":[{" + type
                        + ",\"name\":\"New\",\"creditonhold\":true}]}");
        // Then
        Post post = receiver.await(1).get(0);
        JsonNode row = post.value("InputParameters", "Rows").path("Entities").path(0);
        assertThat(post.value("InputParameters", "Customer").path("LogicalName").asText())
                .isEqualTo("account");
        assertThat(row.has("__type")).isFalse();
        assertThat(Post.value(row.path("Attributes"), "creditonhold").asBoolean())
                .isTrue();
    }

    @Test
    @DisplayName("[D] §10.3: an API says which steps may be registered, none unless it says otherwise")
    void anApiWithoutStepsTakesNone() {
        // Given
        api(0, "");
        // When
        SimulatorFixture.Answer answer = registrar.tryStep(webhook, "new_OnOrderShipped", null, "{}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage()).contains("new_OnOrderShipped").contains("no steps");
    }

    @Test
    @DisplayName("[D] §10.3: 'Async Only' takes no synchronous step")
    void anApiOfAsynchronousStepsTakesNoOther() {
        // Given
        api(ASYNCHRONOUS_ONLY, "");
        // When
        SimulatorFixture.Answer answer = registrar.tryStep(webhook, "new_OnOrderShipped", null, "{\"mode\":0}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    @DisplayName("[V] §1.7: a synchronous step that fails makes the operation fail")
    void aSynchronousStepThatFailsFailsTheCall() {
        // Given
        api(ALL, "");
        registrar.step(webhook, "new_OnOrderShipped", null, "{\"mode\":0,\"stage\":20}");
        receiver.answers(500);
        // When
        SimulatorFixture.Answer answer = dataverse.post("new_OnOrderShipped", "{}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    @DisplayName("[V] §3.1: messages that can be subscribed to are listed, Custom APIs among them, and go with them")
    void theMessageGoesWithItsApi() {
        // Given
        api(ASYNCHRONOUS_ONLY, "");
        String list = "sdkmessages?$select=name&$filter=name eq 'new_OnOrderShipped' and"
                + " sdkmessageid_sdkmessagefilter/any(s:s/iscustomprocessingstepallowed eq true)";
        int before = dataverse.get(list).json().path("value").size();
        // When
        dataverse.delete("customapis(uniquename='new_OnOrderShipped')");
        // Then
        assertThat(before).isEqualTo(1);
        assertThat(dataverse.get(list).json().path("value")).isEmpty();
    }
}

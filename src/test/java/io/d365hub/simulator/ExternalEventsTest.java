package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.Receiver.Post;
import io.d365hub.simulator.SimulatorFixture.Answer;
import java.io.ByteArrayInputStream;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.edm.Edm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes that were made elsewhere: sections 4.8 of the fact sheet on events, and 7.4 of the one on Finance and Operations. */
class ExternalEventsTest {

    private static final String ID = "8f2c1d34-5b6a-4e7f-9a01-23456789abcd";

    @RegisterExtension
    final SimulatorFixture dataverse =
            SimulatorFixture.with(SimulatorSettings.defaults().withSeed(SimulatorSettings.Seed.EMPTY));

    private final Receiver receiver = new Receiver();

    @BeforeEach
    void switchOnWhatAccountsTell() {
        String account = dataverse
                .get("EntityDefinitions(LogicalName='account')?$select=MetadataId")
                .json()
                .path("MetadataId")
                .asText();
        Answer on = dataverse.post(
                "virtualentitymetadatas",
                "{\"name\":\"Account events\",\"isonexternalcreatedenabled\":true,\"isonexternalupdatedenabled\":true,"
                        + "\"isonexternaldeletedenabled\":false,\"extensionofrecordid@odata.bind\":\"entities("
                        + account
                        + ")\"}");
        assertThat(on.status()).as(on.text()).isEqualTo(204);
        Registrar registrar = new Registrar(dataverse);
        registrar.step(registrar.webhook(receiver.url()), "OnExternalUpdated", "account", "{}");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private Answer tell(String action, String target) {
        return dataverse.post("accounts/Microsoft.Dynamics.CRM." + action, "{\"Target\":" + target + "}");
    }

    private static String account(String further) {
        return "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"accountid\":\"" + ID + "\"" + further + "}";
    }

    @Test
    @DisplayName(
            "[V] §4.8: the steps of OnExternalUpdated are told; [OBS] F&O §7.4: PrimaryEntityId is empty, Target has the id")
    void whoListensIsToldWhatChangedElsewhere() {
        // When
        Answer answer = tell("OnExternalUpdated", account(",\"name\":\"Camel in depth\""));
        // Then
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        Post post = receiver.await(1).get(0);
        JsonNode target = post.value("InputParameters", "Target");
        assertThat(post.json().path("MessageName").asText()).isEqualTo("OnExternalUpdated");
        assertThat(post.json().path("PrimaryEntityId").asText()).isEqualTo("00000000-0000-0000-0000-000000000000");
        assertThat(target.path("Id").asText()).isEqualTo(ID);
        assertThat(Post.value(target.path("Attributes"), "name").asText()).isEqualTo("Camel in depth");
        assertThat(target.path("Attributes")).hasSize(2);
    }

    @Test
    @DisplayName("[V] §4: nothing of a virtual table is stored")
    void nothingIsStored() {
        tell("OnExternalCreated", account(",\"name\":\"Camel in depth\""));

        assertThat(dataverse.get("accounts(" + ID + ")").status()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("[V] §4.8: @odata.type is mandatory; [U]: the key too, and what is not switched on is not there")
    @CsvSource(delimiter = '|', textBlock = """
                    without its type    | OnExternalUpdated | {"accountid":"8f2c1d34-5b6a-4e7f-9a01-23456789abcd"} | 400
                    without its key     | OnExternalUpdated | {"@odata.type":"Microsoft.Dynamics.CRM.account","name":"x"} | 400
                    no object           | OnExternalUpdated | 7 | 400
                    not switched on     | OnExternalDeleted | {"@odata.type":"Microsoft.Dynamics.CRM.account","accountid":"8f2c1d34-5b6a-4e7f-9a01-23456789abcd"} | 404
                    """)
    void whatCannotBeToldIsRefused(String why, String action, String target, int status) {
        Answer answer = tell(action, target);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    @Test
    @DisplayName("[V] §4.8: steps can be registered for messages that are switched on; others have no filter")
    void messagesThatAreSwitchedOnHaveAFilter() {
        JsonNode filters = dataverse
                .get("sdkmessagefilters?$select=primaryobjecttypecode&$expand=sdkmessageid($select=name)"
                        + "&$filter=startswith(sdkmessageid/name,'OnExternal')&$orderby=sdkmessagefilterid")
                .json()
                .path("value");

        assertThat(filters.findValuesAsText("name"))
                .containsExactlyInAnyOrder("OnExternalCreated", "OnExternalUpdated");
    }

    @Test
    @DisplayName(
            "[V] §4.8: messages that are switched on are actions bound to the table's set; [U]: the names of their parameters")
    void theModelHasTheActionsThatAreSwitchedOn() {
        // When
        Edm model = ODataClientFactory.getClient()
                .getReader()
                .readMetadata(new ByteArrayInputStream(dataverse
                        .get("$metadata", "Accept", "application/xml")
                        .response()
                        .body()));
        // Then
        assertThat(model.getSchemas().get(0).getActions())
                .filteredOn(action -> action.getName().startsWith("OnExternal"))
                .extracting(action -> action.getName() + " " + action.getParameterNames() + " "
                        + action.getParameter("entityset").getType().getName())
                .containsExactlyInAnyOrder(
                        "OnExternalCreated [entityset, Target] account",
                        "OnExternalUpdated [entityset, Target] account");
    }
}

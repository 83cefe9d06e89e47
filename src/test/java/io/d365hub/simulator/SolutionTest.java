package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Solutions and publishers. The header and the types of service endpoints, steps and images are in the fact sheets (§1.4 of
 * the one on the Web API, §3.4 of the one on events); the tables' columns are common knowledge [K].
 */
class SolutionTest {

    private static final String HEADER = "MSCRM.SolutionUniqueName";
    private static final String SOLUTION = "HubIntegration";
    private static final String ENDPOINT =
            "{\"name\":\"hub\",\"contract\":8,\"messageformat\":2,\"url\":\"https://hub.example.com/in\",\"authtype\":4,\"authvalue\":\"x\"}";

    @RegisterExtension
    final SimulatorFixture dataverse =
            SimulatorFixture.with(SimulatorSettings.defaults().withSeed(SimulatorSettings.Seed.EMPTY));

    @BeforeEach
    void solution() {
        created(dataverse.post(
                "publishers",
                "{\"uniquename\":\"hubteam\",\"friendlyname\":\"Hub team\",\"customizationprefix\":\"hub\","
                        + "\"customizationoptionvalueprefix\":12345}"));
        created(dataverse.post(
                "solutions",
                "{\"uniquename\":\"" + SOLUTION + "\",\"friendlyname\":\"Hub\",\"version\":\"1.0.0.0\","
                        + "\"publisherid@odata.bind\":\"/publishers(uniquename='hubteam')\"}"));
    }

    private static SimulatorFixture.Answer created(SimulatorFixture.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        return answer;
    }

    /** The component types of the solution, in the order of their creation. */
    private JsonNode components() {
        return dataverse
                .get(
                        "solutioncomponents?$select=componenttype,objectid&$orderby=createdon&$filter=solutionid/uniquename eq '"
                                + SOLUTION + "'")
                .json()
                .path("value");
    }

    @Test
    @DisplayName(
            "[D] §1.4, [V] §3.4: what is created with the header belongs to the solution; 95 is a service endpoint")
    void anEndpointBelongsToTheSolution() {
        // When
        SimulatorFixture.Answer answer = created(dataverse.post("serviceendpoints", ENDPOINT, HEADER, SOLUTION));
        // Then
        JsonNode component = components().path(0);
        assertThat(component.path("componenttype").asInt()).isEqualTo(95);
        assertThat(answer.header("OData-EntityId"))
                .endsWith("(" + component.path("objectid").asText() + ")");
    }

    @Test
    @DisplayName("[C] §14.1: ?SolutionUniqueName= does the same for a table; [K] 1 is a table")
    void aTableBelongsToTheSolution() {
        // When
        SimulatorFixture.Answer answer = created(
                dataverse.post("EntityDefinitions?SolutionUniqueName=" + SOLUTION, Definitions.table("hub_Machine")));
        // Then
        JsonNode component = components().path(0);
        assertThat(component.path("componenttype").asInt()).isEqualTo(1);
        assertThat(answer.header("OData-EntityId"))
                .endsWith("(" + component.path("objectid").asText() + ")");
    }

    @Test
    @DisplayName("[K]: columns, keys, relationships and global choices are components of their own types")
    void definitionsAreComponentsOfTheirTypes() {
        // When
        String table = "EntityDefinitions(LogicalName='bld_site')";
        created(dataverse.post(
                table + "/Attributes", Definitions.column("String", "hub_Tag", ",\"MaxLength\":50"), HEADER, SOLUTION));
        created(dataverse.post(table + "/Keys", Definitions.key("hub_TagKey", "hub_tag"), HEADER, SOLUTION));
        created(dataverse.post(
                "GlobalOptionSetDefinitions",
                "{\"@odata.type\":\"Microsoft.Dynamics.CRM.OptionSetMetadata\",\"Name\":\"hub_grade\",\"OptionSetType\":\"Picklist\",\"Options\":"
                        + Definitions.options(1) + "}",
                HEADER,
                SOLUTION));
        created(dataverse.post(
                "RelationshipDefinitions",
                "{\"@odata.type\":\"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata\",\"SchemaName\":\"hub_keeper\","
                        + "\"ReferencedEntity\":\"contact\",\"ReferencingEntity\":\"bld_site\",\"Lookup\":{\"SchemaName\":\"hub_KeeperId\"}}",
                HEADER,
                SOLUTION));
        // Then
        assertThat(components())
                .extracting(component -> component.path("componenttype").asInt())
                .containsExactlyInAnyOrder(2, 14, 9, 10);
    }

    @Test
    void aDeletedRowLeavesItsSolution() {
        // Given
        String url = created(dataverse.post("serviceendpoints", ENDPOINT, HEADER, SOLUTION))
                .header("OData-EntityId");
        // When
        dataverse.delete(url);
        // Then
        assertThat(components()).isEmpty();
    }

    @Test
    void aDeletedTableLeavesItsSolution() {
        // Given
        created(dataverse.post("EntityDefinitions", Definitions.table("hub_Machine"), HEADER, SOLUTION));
        created(dataverse.post("serviceendpoints", ENDPOINT, HEADER, SOLUTION));
        // When
        dataverse.delete("EntityDefinitions(LogicalName='hub_machine')");
        // Then
        assertThat(components())
                .extracting(component -> component.path("componenttype").asInt())
                .containsExactly(95);
    }

    @Test
    @DisplayName("a part of a changeset that fails leaves nothing in the solution")
    void aChangesetThatFailsLeavesNothing() {
        // When
        String part =
                "--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: 1\r\n\r\n"
                        + "POST serviceendpoints HTTP/1.1\r\nContent-Type: application/json\r\n" + HEADER + ": "
                        + SOLUTION
                        + "\r\n\r\n" + ENDPOINT + "\r\n";
        dataverse.batch("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n" + part
                + part.replace("Content-ID: 1", "Content-ID: 2").replace("\"contract\":8", "\"nosuch\":8")
                + "--c--\r\n--b--\r\n");
        // Then
        assertThat(components()).isEmpty();
    }

    @Test
    @DisplayName("[U]: a solution that does not exist is not looked at, unless the switch refuses it")
    void anUnknownSolutionIsRefusedByTheSwitch() {
        // Given
        int ignored =
                dataverse.post("serviceendpoints", ENDPOINT, HEADER, "NoSuch").status();
        dataverse.control("PUT", "settings", "{\"unknownSolutionRefused\":true}");
        // When
        SimulatorFixture.Answer refused = dataverse.post("serviceendpoints", ENDPOINT, HEADER, "NoSuch");
        // Then
        assertThat(ignored).isEqualTo(204);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorMessage()).contains("NoSuch");
        assertThat(dataverse.simulator().count("serviceendpoints")).isEqualTo(1);
    }

    @Test
    @DisplayName("[K]: a solution has a publisher, whose prefix is checked")
    void aPublishersPrefixIsChecked() {
        // When
        SimulatorFixture.Answer answer = dataverse.post(
                "publishers", "{\"uniquename\":\"x\",\"friendlyname\":\"X\",\"customizationprefix\":\"mscrm\"}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage()).contains("mscrm");
    }

    @Test
    @DisplayName("[K]: every environment has a default solution and its publisher")
    void thereIsADefaultSolution() {
        // When
        JsonNode found = dataverse
                .get(
                        "solutions?$select=version&$expand=publisherid($select=customizationprefix)&$filter=uniquename eq 'Default'")
                .json()
                .path("value")
                .path(0);
        // Then
        assertThat(found.path("publisherid").path("customizationprefix").asText())
                .isEqualTo("new");
    }
}

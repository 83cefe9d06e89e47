package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 11.2 and 14.1 of the fact sheet: relationships and global choices that clients create. */
class RelationshipDefinitionTest {

    private static final String ONE_TO_MANY = """
            {"@odata.type":"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata","SchemaName":"new_contact_bld_site",
             "ReferencedEntity":"contact","ReferencingEntity":"bld_site","ReferencedAttribute":"contactid",
             "CascadeConfiguration":{"Delete":"Cascade"},
             "Lookup":{"@odata.type":"Microsoft.Dynamics.CRM.LookupAttributeMetadata","SchemaName":"new_KeeperId"}}""";

    private static final String MANY_TO_MANY = """
            {"@odata.type":"Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata","SchemaName":"new_site_contact",
             "Entity1LogicalName":"bld_site","Entity2LogicalName":"contact","IntersectEntityName":"new_site_contact"}""";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @Test
    @DisplayName("[D/C] §2.6, §11.2: a new lookup is bound by its schema name")
    void aNewLookupIsBoundByItsSchemaName() {
        // Given
        dataverse.post("RelationshipDefinitions", ONE_TO_MANY);
        // When
        int bound = dataverse
                .patch(
                        "bld_sites(bld_code='A')",
                        "{\"new_KeeperId@odata.bind\":\"/contacts(hub_externalid='" + externalId() + "')\"}")
                .status();
        // Then
        assertThat(bound).isEqualTo(204);
        assertThat(dataverse
                        .get("bld_sites(bld_code='A')/new_KeeperId?$select=contactid")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("[C] §14.1: a relationship is found by name and deleted by id, with its lookup")
    void aRelationshipIsFoundAndDeleted() {
        // Given
        dataverse.post("RelationshipDefinitions", ONE_TO_MANY, "MSCRM.SolutionUniqueName", "any");
        JsonNode found = dataverse
                .get("RelationshipDefinitions?$filter=SchemaName eq 'new_contact_bld_site'")
                .json()
                .path("value")
                .path(0);
        // When
        int deleted = dataverse
                .delete("RelationshipDefinitions(" + found.path("MetadataId").asText() + ")", "If-Match", "*")
                .status();
        // Then
        assertThat(found.path("ReferencingAttribute").asText()).isEqualTo("new_keeperid");
        assertThat(deleted).isEqualTo(204);
        assertThat(dataverse.get("bld_sites?$select=_new_keeperid_value").status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("[D] §2.5, §11.2: a relationship that is changed to restrict keeps the row that is pointed at")
    void aChangedRelationshipRestrictsDeletes() {
        // Given
        String url = dataverse.post("RelationshipDefinitions", ONE_TO_MANY).header("OData-EntityId");
        dataverse.patch(
                "bld_sites(bld_code='A')",
                "{\"new_KeeperId@odata.bind\":\"/contacts(hub_externalid='" + externalId() + "')\"}");
        // When
        dataverse.put(url.substring(dataverse.root().length()), "{\"CascadeConfiguration\":{\"Delete\":\"Restrict\"}}");
        int deleted = dataverse
                .delete("contacts(hub_externalid='" + externalId() + "')")
                .status();
        // Then
        assertThat(deleted).isEqualTo(405);
    }

    @Test
    @DisplayName("[C] §14.1: the answer to a many-to-many relationship names it, and both tables show it")
    void aManyToManyRelationshipIsShownByBothTables() {
        // When
        SimulatorFixture.Answer answer = dataverse.post("RelationshipDefinitions", MANY_TO_MANY);
        // Then
        assertThat(answer.header("OData-EntityId")).matches(".*RelationshipDefinitions\\([0-9a-f-]{36}\\)");
        for (String table : new String[] {"bld_site", "contact"}) {
            assertThat(dataverse
                            .get("EntityDefinitions(LogicalName='" + table
                                    + "')/ManyToManyRelationships?$select=SchemaName")
                            .json()
                            .path("value"))
                    .extracting(item -> item.path("SchemaName").asText())
                    .contains("new_site_contact");
        }
    }

    @Test
    @DisplayName("[C] §11.2: a one-to-many property is not known of many-to-many relationships")
    void aOneToManyPropertyIsNotKnownOfManyToMany() {
        // When
        SimulatorFixture.Answer answer = dataverse.get(
                "EntityDefinitions(LogicalName='account')/ManyToManyRelationships?$select=ReferencedEntity");
        // Then
        assertThat(answer.errorMessage()).startsWith("Could not find a property named 'ReferencedEntity' on type");
    }

    @Test
    @DisplayName("[D/C] §11.2: a column takes its values from a global choice, and follows it")
    void aColumnFollowsItsGlobalChoice() {
        // Given
        String url = dataverse
                .post(
                        "GlobalOptionSetDefinitions",
                        "{\"@odata.type\":\"Microsoft.Dynamics.CRM.OptionSetMetadata\",\"Name\":\"new_grade\",\"OptionSetType\":\"Picklist\",\"Options\":"
                                + Definitions.options(1, 2) + "}")
                .header("OData-EntityId");
        String id = url.substring(url.indexOf('('));
        dataverse.post(
                "EntityDefinitions(LogicalName='bld_site')/Attributes",
                Definitions.column(
                        "Picklist",
                        "new_Grade",
                        ",\"GlobalOptionSet@odata.bind\":\"/GlobalOptionSetDefinitions" + id + "\""));
        int before = dataverse.post("bld_sites", "{\"new_grade\":3}").status();
        // When
        dataverse.post(
                "InsertOptionValue",
                "{\"OptionSetName\":\"new_grade\",\"Value\":3,\"Label\":" + Definitions.label("Third") + "}");
        // Then
        assertThat(before).isEqualTo(400);
        assertThat(dataverse.post("bld_sites", "{\"new_grade\":3}").status()).isEqualTo(204);
        assertThat(dataverse
                        .get(
                                "EntityDefinitions(LogicalName='bld_site')/Attributes(LogicalName='new_grade')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=GlobalOptionSet($select=Name,Options)")
                        .json()
                        .path("GlobalOptionSet")
                        .path("Options"))
                .hasSize(3);
    }

    private String externalId() {
        return dataverse
                .get("contacts?$top=1&$select=hub_externalid&$filter=hub_externalid ne null")
                .json()
                .path("value")
                .path(0)
                .path("hub_externalid")
                .asText();
    }
}

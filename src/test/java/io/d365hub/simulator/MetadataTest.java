package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sections 3.5, 11 and 14 of the fact sheet: what clients read about tables. */
class MetadataTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @Test
    @DisplayName("[C] §14.1: the entity set name is found by logical name")
    void theEntitySetNameIsFoundByLogicalName() {
        // When
        JsonNode tables = dataverse
                .get(
                        "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute&$filter=LogicalName eq 'salesorder'")
                .json()
                .path("value");
        // Then
        assertThat(tables).hasSize(1);
        assertThat(tables.path(0).path("EntitySetName").asText()).isEqualTo("salesorders");
        assertThat(tables.path(0).path("PrimaryIdAttribute").asText()).isEqualTo("salesorderid");
    }

    @Test
    @DisplayName("[D] §3.5: keys tell their columns and the state of their index")
    void keysTellColumnsAndIndexState() {
        // When
        JsonNode keys = dataverse
                .get("EntityDefinitions(LogicalName='salesorderdetail')/Keys")
                .json()
                .path("value");
        // Then
        assertThat(keys.path(0).path("KeyAttributes").path(0).asText()).isEqualTo("hub_externalid");
        assertThat(keys.path(0).path("EntityKeyIndexStatus").asText()).isEqualTo("Active");
    }

    @Test
    @DisplayName("[D] §11.2: columns tell their type and length")
    void columnsTellTypeAndLength() {
        // When
        JsonNode column = dataverse
                .get("EntityDefinitions(LogicalName='account')/Attributes(LogicalName='accountnumber')")
                .json();
        // Then
        assertThat(column.path("AttributeType").asText()).isEqualTo("String");
        assertThat(column.path("MaxLength").asInt()).isEqualTo(20);
    }

    @Test
    @DisplayName("[C] §14.1: the choices of a table, as the Python client asks for them")
    void theChoicesOfATable() {
        // When
        JsonNode columns = dataverse
                .get(
                        "EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet($select=Options)")
                .json()
                .path("value");
        // Then
        assertThat(columns).isNotEmpty().allSatisfy(column -> assertThat(
                        column.path("OptionSet").path("Options"))
                .isNotEmpty());
    }

    @Test
    @DisplayName("[D] §11.2: relationships tell the names of navigation properties")
    void relationshipsTellNavigationProperties() {
        // When
        JsonNode relationships = dataverse
                .get(
                        "EntityDefinitions(LogicalName='salesorder')/ManyToOneRelationships?$select=ReferencingEntityNavigationPropertyName&$filter=ReferencingAttribute eq 'customerid'")
                .json()
                .path("value");
        // Then
        assertThat(relationships)
                .extracting(item ->
                        item.path("ReferencingEntityNavigationPropertyName").asText())
                .containsExactly("customerid_account", "customerid_contact");
    }

    @Test
    void anUnknownTableIsNotFound() {
        // When
        int status = dataverse.get("EntityDefinitions(LogicalName='acount')").status();
        // Then
        assertThat(status).isEqualTo(404);
    }

    @ParameterizedTest
    @DisplayName("[I] §11.2: context URLs of definitions")
    @CsvSource(
            delimiter = '|',
            value = {
                "EntityDefinitions?$select=LogicalName | EntityDefinitions(LogicalName)",
                "EntityDefinitions(LogicalName='contact')?$select=LogicalName | EntityDefinitions(LogicalName)/$entity",
                "EntityDefinitions(LogicalName='contact')/Attributes?$select=LogicalName,SchemaName | EntityDefinitions('contact')/Attributes(LogicalName,SchemaName)",
                "EntityDefinitions(LogicalName='contact')/Attributes(LogicalName='lastname')?$select=LogicalName | EntityDefinitions('contact')/Attributes(LogicalName)/$entity"
            })
    void contextUrlsNameNoKeysOfWhatStandsAlone(String path, String context) {
        assertThat(dataverse.get(path).json().path("@odata.context").asText()).endsWith("/$metadata#" + context);
    }
}

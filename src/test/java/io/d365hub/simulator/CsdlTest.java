package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.commons.api.edm.EdmNavigationProperty;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 11.1 of the fact sheet: {@code $metadata}, as Apache Olingo's client reads it. */
class CsdlTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private final ODataClient client = ODataClientFactory.getClient();

    private Edm edm(String query) {
        SimulatorFixture.Answer answer = dataverse.get("$metadata" + query, "Accept", "application/xml");
        return client.getReader()
                .readMetadata(new ByteArrayInputStream(answer.response().body()));
    }

    private EdmEntityType type(String name) {
        return edm("").getEntityType(new FullQualifiedName("Microsoft.Dynamics.CRM", name));
    }

    @Test
    @DisplayName("[D] §11.1: a type has its primary id as key and derives from crmbaseentity")
    void aTypeHasItsKeyAndBase() {
        // When
        EdmEntityType account = type("account");
        // Then
        assertThat(account.getKeyPredicateNames()).containsExactly("accountid");
        assertThat(account.getBaseType().getName()).isEqualTo("crmbaseentity");
    }

    @Test
    @DisplayName("[D] §11.1: users derive from principal")
    void usersDeriveFromPrincipal() {
        // When
        EdmEntityType user = type("systemuser");
        // Then
        assertThat(user.getBaseType().getName()).isEqualTo("principal");
    }

    @Test
    @DisplayName("[D] §11.1, §11.4: properties have their types, lookups as _x_value")
    void propertiesHaveTheirTypes() {
        // When
        EdmEntityType order = type("salesorder");
        // Then
        assertThat(order.getStructuralProperty("_customerid_value").getType().getName())
                .isEqualTo("Guid");
        assertThat(order.getStructuralProperty("submitdate").getType().getName())
                .isEqualTo("Date");
        assertThat(order.getStructuralProperty("statecode").getType().getName()).isEqualTo("Int32");
    }

    @Test
    @DisplayName("[D] §11.1: a navigation property has its partner and its referential constraint")
    void aNavigationPropertyHasPartnerAndConstraint() {
        // When
        EdmNavigationProperty parent = type("contact").getNavigationProperty("parentcustomerid_account");
        // Then
        assertThat(parent.getPartner().getName()).isEqualTo("contact_customer_accounts");
        assertThat(parent.getReferencingPropertyName("accountid")).isEqualTo("_parentcustomerid_value");
    }

    @Test
    @DisplayName("[D] §11.1: an entity set binds its navigation properties")
    void anEntitySetBindsItsNavigationProperties() {
        // When
        var contacts = edm("").getEntityContainer().getEntitySet("contacts");
        // Then
        assertThat(contacts.getRelatedBindingTarget("parentcustomerid_account").getName())
                .isEqualTo("accounts");
    }

    @Test
    @DisplayName("[D] §10.3: Custom APIs are there, private ones are not")
    void publicCustomApisAreThere() {
        // Given
        dataverse.post("customapis", "{\"uniquename\":\"new_Open\"}");
        dataverse.post("customapis", "{\"uniquename\":\"new_Hidden\",\"isprivate\":true}");
        // When
        var container = edm("").getEntityContainer();
        // Then
        assertThat(container.getActionImport("new_Open")).isNotNull();
        assertThat(container.getActionImport("new_Hidden")).isNull();
    }

    @Test
    void aNewTableIsThere() {
        // Given
        edm("");
        dataverse.post("EntityDefinitions", Definitions.table("new_Bay"));
        // When
        var set = edm("").getEntityContainer().getEntitySet("new_bays");
        // Then
        assertThat(set.getEntityType().getPropertyNames()).contains("new_name", "statecode");
    }

    @Test
    @DisplayName("[D] §11.1: annotations are there when they are asked for")
    void annotationsAreThereOnDemand() {
        // When
        String plain = dataverse.get("$metadata").text();
        String annotated = dataverse.get("$metadata?annotations=true").text();
        // Then
        assertThat(plain).doesNotContain("Annotation");
        assertThat(annotated).contains("Org.OData.Capabilities.V1.ChangeTracking", "PermissionType/Read");
        assertThat(edm("?annotations=true").getEntityContainer().getEntitySets())
                .isNotEmpty();
    }
}

package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Lookups that lead to several tables, made by metadata: sections 2.6 and 15 of the fact sheet say how they are used. How
 * they are made it does not say: a further relationship with the same lookup is our reading [U].
 */
class PolymorphicLookupTest {

    private static final String LOOKUP =
            "EntityDefinitions(LogicalName='bld_site')/Attributes(LogicalName='new_partyid')/Microsoft.Dynamics.CRM.LookupAttributeMetadata";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private String account;
    private String contact;

    @BeforeEach
    void lookup() {
        assertThat(relationship("account").status()).isEqualTo(204);
        assertThat(relationship("contact").status()).isEqualTo(204);
        account = id("accounts", "accountid");
        contact = id("contacts", "contactid");
    }

    private SimulatorFixture.Answer relationship(String target) {
        return dataverse.post(
                "RelationshipDefinitions",
                "{\"@odata.type\":\"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata\",\"SchemaName\":\"new_"
                        + target
                        + "_bld_site\",\"ReferencedEntity\":\"" + target
                        + "\",\"ReferencingEntity\":\"bld_site\",\"Lookup\":{\"@odata.type\":"
                        + "\"Microsoft.Dynamics.CRM.LookupAttributeMetadata\",\"SchemaName\":\"new_PartyId\"}}");
    }

    private String id(String set, String column) {
        return dataverse
                .get(set + "?$top=1&$select=" + column)
                .json()
                .path("value")
                .path(0)
                .path(column)
                .asText();
    }

    private void bind(String property, String reference) {
        SimulatorFixture.Answer answer =
                dataverse.patch("bld_sites(bld_code='A')", "{\"" + property + "@odata.bind\":\"/" + reference + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    }

    private JsonNode site() {
        return dataverse
                .get("bld_sites(bld_code='A')", "Prefer", "odata.include-annotations=*")
                .json();
    }

    @Test
    @DisplayName("[D] §2.6: one navigation property for each target, and the row says where it points")
    void eachTargetHasItsProperty() {
        // When
        bind("new_PartyId_contact", "contacts(" + contact + ")");
        // Then
        JsonNode site = site();
        assertThat(site.path("_new_partyid_value").asText()).isEqualTo(contact);
        assertThat(site.path("_new_partyid_value@Microsoft.Dynamics.CRM.lookuplogicalname")
                        .asText())
                .isEqualTo("contact");
        assertThat(site.path("_new_partyid_value@Microsoft.Dynamics.CRM.associatednavigationproperty")
                        .asText())
                .isEqualTo("new_PartyId_contact");
    }

    @Test
    @DisplayName("[D] §2.6: setting one target of a polymorphic lookup clears the others")
    void settingOneTargetClearsTheOthers() {
        // Given
        bind("new_PartyId", "accounts(" + account + ")");
        // When
        bind("new_PartyId_contact", "contacts(" + contact + ")");
        // Then
        JsonNode site = dataverse
                .get("bld_sites(bld_code='A')?$expand=new_PartyId($select=name),new_PartyId_contact($select=lastname)")
                .json();
        assertThat(site.path("new_PartyId").isNull()).isTrue();
        assertThat(site.path("new_PartyId_contact").path("contactid").asText()).isEqualTo(contact);
    }

    @Test
    @DisplayName("[D/C] §11.2: metadata names all targets, and a relationship for each")
    void metadataNamesAllTargets() {
        // When
        JsonNode targets = dataverse.get(LOOKUP + "?$select=Targets").json().path("Targets");
        // Then
        assertThat(targets).extracting(JsonNode::asText).containsExactly("account", "contact");
        assertThat(dataverse
                        .get("RelationshipDefinitions/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata"
                                + "?$select=ReferencedEntity&$filter=ReferencingAttribute eq 'new_partyid'")
                        .json()
                        .path("value"))
                .hasSize(2);
    }

    @Test
    @DisplayName("[D] §2.6: a filter over one target's property finds what points there")
    void aFilterGoesThroughOneTarget() {
        // Given
        bind("new_PartyId_contact", "contacts(" + contact + ")");
        // When
        JsonNode found = dataverse
                .get("bld_sites?$select=bld_code&$filter=new_PartyId_contact/contactid eq " + contact)
                .json();
        // Then
        assertThat(found.path("value")).hasSize(1);
    }

    @Test
    @DisplayName("[U]: a relationship that is deleted takes its target and the values that point there, not the lookup")
    void aDeletedRelationshipTakesItsTarget() {
        // Given
        bind("new_PartyId_contact", "contacts(" + contact + ")");
        // When
        int deleted = dataverse
                .delete("RelationshipDefinitions(SchemaName='new_contact_bld_site')")
                .status();
        // Then
        assertThat(deleted).isEqualTo(204);
        assertThat(site().path("_new_partyid_value").isNull()).isTrue();
        assertThat(dataverse.get(LOOKUP + "?$select=Targets").json().path("Targets"))
                .hasSize(1);
    }

    @Test
    void aTargetThatItHasIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.post(
                "RelationshipDefinitions",
                "{\"@odata.type\":\"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata\",\"SchemaName\":\"new_again\","
                        + "\"ReferencedEntity\":\"contact\",\"ReferencingEntity\":\"bld_site\","
                        + "\"Lookup\":{\"SchemaName\":\"new_PartyId\"}}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage()).contains("new_partyid already exists");
    }

    @Test
    @DisplayName("[U]: the switch lookupTakesTargets refuses a second relationship with one lookup")
    void theSwitchRefusesFurtherTargets() {
        // Given
        dataverse.control("PUT", "settings", "{\"lookupTakesTargets\":false}");
        // When
        SimulatorFixture.Answer answer = relationship("product");
        // Then
        assertThat(answer.errorMessage()).contains("new_partyid already exists");
    }
}

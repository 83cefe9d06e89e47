package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Duplicate detection: §2.10 of the fact sheet. */
class DuplicateDetectionTest {

    private static final String SAME_MAIL = "{\"lastname\":\"Again\",\"emailaddress1\":\"PERSON1@customer.example\"}";
    private static final String HEADER = "MSCRM.SuppressDuplicateDetection";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @Test
    @DisplayName("[D] §2.10: asked for, a duplicate is refused with 412 0x80040333")
    void aDuplicateIsRefusedWhenAskedFor() {
        // When
        SimulatorFixture.Answer answer = dataverse.post("contacts", SAME_MAIL, HEADER, "false");
        // Then
        assertThat(answer.error()).isEqualTo("412 0x80040333");
        assertThat(answer.errorMessage())
                .isEqualTo("A record was not created or updated because a duplicate of the current record already"
                        + " exists.");
    }

    @Test
    @DisplayName("[D] §2.10: it is suppressed by default")
    void aDuplicateIsTakenByDefault() {
        assertThat(dataverse.post("contacts", SAME_MAIL).status()).isEqualTo(204);
    }

    @Test
    @DisplayName("[D] §2.10: an update is refused too, unless it changes nothing that is compared")
    void anUpdateToADuplicateIsRefused() {
        // Given
        String other = "contacts(hub_externalid='P-20002')";
        // When
        SimulatorFixture.Answer same = dataverse.patch(other, SAME_MAIL, HEADER, "false");
        SimulatorFixture.Answer another = dataverse.patch(other, "{\"jobtitle\":\"Buyer\"}", HEADER, "false");
        // Then
        assertThat(same.error()).isEqualTo("412 0x80040333");
        assertThat(another.status()).isEqualTo(204);
    }

    @Test
    @DisplayName("[D] §4.4: MSCRM.* headers work on bulk messages")
    void aBulkMessageWithADuplicateIsRefused() {
        // Given
        String target =
                "{\"Targets\":[{\"@odata.type\":\"Microsoft.Dynamics.CRM.contact\"," + SAME_MAIL.substring(1) + "]}";
        // When
        SimulatorFixture.Answer answer =
                dataverse.post("contacts/Microsoft.Dynamics.CRM.CreateMultiple", target, HEADER, "false");
        // Then
        assertThat(answer.error()).isEqualTo("412 0x80040333");
    }

    @Test
    @DisplayName("[D] §2.10: older builds answer 500; the switch is settings.errors")
    void theStatusOfOlderBuildsIsASwitch() {
        // Given
        dataverse.control("PUT", "settings", "{\"errors\":{\"DUPLICATES_FOUND\":{\"status\":500}}}");
        // When
        SimulatorFixture.Answer answer = dataverse.post("contacts", SAME_MAIL, HEADER, "false");
        // Then
        assertThat(answer.error()).isEqualTo("500 0x80040333");
    }

    @Test
    void theRulesAreReplacedByTheirControl() {
        // Given
        dataverse.control("PUT", "duplicaterules", "[{\"table\":\"bld_site\",\"columns\":[\"bld_name\"]}]");
        dataverse.site("D-17", "Depot");
        // When
        SimulatorFixture.Answer site = dataverse.post("bld_sites", "{\"bld_name\":\"depot\"}", HEADER, "false");
        SimulatorFixture.Answer contact = dataverse.post("contacts", SAME_MAIL, HEADER, "false");
        // Then
        assertThat(site.error()).isEqualTo("412 0x80040333");
        assertThat(contact.status()).isEqualTo(204);
    }
}

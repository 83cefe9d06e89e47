package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 1.1, 3.1, 3.2 and 12 of the fact sheet: what URLs are refused, and with which words. */
class AddressingTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a%5Cb", "a%25b", "a%26b", "a%2Bb", "a%23b", "a%3Ab", "a%3Fb"})
    @DisplayName("T11 [D/I] §3.2: characters that break a key in a URL do so encoded, too")
    void aBreakingCharacterInAKeyIsRefused(String value) {
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites(bld_code='" + value + "')");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060888");
        assertThat(answer.errorMessage()).isEqualTo("Bad Request - Error in query syntax.");
    }

    @Test
    @DisplayName("T12 [D] §3.1: a column that is no key is refused")
    void aColumnThatIsNoKeyIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites(bld_name='x')");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage())
                .startsWith("The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.bld_site'.");
    }

    @Test
    @DisplayName("T13 [I] §12.3: entity set names are case-sensitive")
    void anUnknownEntitySetIsNotFound() {
        // When
        SimulatorFixture.Answer answer = dataverse.get("Bld_Sites");
        // Then
        assertThat(answer.error()).isEqualTo("404 0x80060888");
        assertThat(answer.errorMessage()).isEqualTo("Resource not found for the segment 'Bld_Sites'.");
    }

    @Test
    @DisplayName("T14 [I] §12.3: column names are case-sensitive")
    void anUnknownColumnInSelectIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites?$select=Bld_Name");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060888");
        assertThat(answer.errorMessage())
                .isEqualTo("Could not find a property named 'Bld_Name' on type 'Microsoft.Dynamics.CRM.bld_site'.");
    }

    @Test
    @DisplayName("T36 [I] §6.1: $skip is refused")
    void skipIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites?$skip=0");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060888");
        assertThat(answer.errorMessage()).isEqualTo("Skip Clause is not supported in CRM");
    }

    @Test
    @DisplayName("[I] §1.1: an odd version is refused with the format")
    void anOddVersionIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.get(dataverse.simulator().url() + "/api/data/9.2/accounts");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060888");
        assertThat(answer.errorMessage()).startsWith("Requested API Version '9.2' was not understood.");
    }

    @Test
    @DisplayName("[I] §1.1: absolute URLs repeat the version and host of the request")
    void urlsRepeatTheVersionOfTheRequest() {
        // When
        String site = "/api/data/v9.0/bld_sites(bld_code=%27V%27)";
        SimulatorFixture.Answer answer = dataverse.patch(dataverse.simulator().url() + site, "{}");
        // Then
        assertThat(answer.header("OData-EntityId"))
                .isEqualTo(dataverse.simulator().url() + site.replace("%27", "'"));
    }

    @Test
    @DisplayName("[D] §2.2: a user is addressed by ownerid, not by systemuserid")
    void aUserIsAddressedByOwnerId() {
        // Given
        String id = dataverse.get("WhoAmI").json().path("UserId").asText();
        // When
        int byOwner = dataverse.get("systemusers(ownerid=" + id + ")").status();
        int byUser = dataverse.get("systemusers(systemuserid=" + id + ")").status();
        // Then
        assertThat(byOwner).isEqualTo(200);
        assertThat(byUser).isEqualTo(400);
    }

    @Test
    @DisplayName("[D] §12.2: PATCH on a collection is not allowed")
    void aPatchOnACollectionIsNotAllowed() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch("bld_sites", "{}");
        // Then
        assertThat(answer.status()).isEqualTo(405);
    }
}

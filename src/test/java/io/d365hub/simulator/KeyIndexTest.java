package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sections 3.3 to 3.5 of the fact sheet: alternate keys come to life in the background. */
class KeyIndexTest {

    private static final String KEYS = "EntityDefinitions(LogicalName='bld_site')/Keys";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @BeforeEach
    void slowIndexing() {
        dataverse.control("PUT", "metadata", "{\"keyIndexSeconds\":100}");
    }

    @Test
    @DisplayName("[C] §3.5: the only GUID in the answer is the key's")
    void theAnswerNamesTheKey() {
        // When
        SimulatorFixture.Answer answer = dataverse.post(KEYS, Definitions.key("bld_NameKey", "bld_name"));
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("OData-EntityId"))
                .matches(".*EntityDefinitions\\(LogicalName='bld_site'\\)/Keys\\([0-9a-f-]{36}\\)");
    }

    @ParameterizedTest
    @CsvSource({"0,Pending", "60,InProgress", "100,Active"})
    @DisplayName("[C/D] §3.4: a key's index is pending, in progress, active")
    void theIndexComesInSteps(int seconds, String status) {
        // Given
        createKey();
        // When
        dataverse.simulator().advanceClock(Duration.ofSeconds(seconds));
        // Then
        assertThat(status()).isEqualTo(status);
    }

    @Test
    @DisplayName("[D] §3.4: only an active key addresses rows")
    void onlyAnActiveKeyAddressesRows() {
        // Given
        dataverse.site("A", "Anna");
        createKey();
        // When
        int before = dataverse.get("bld_sites(bld_name='Anna')").status();
        dataverse.simulator().advanceClock(Duration.ofSeconds(100));
        int after = dataverse.get("bld_sites(bld_name='Anna')").status();
        // Then
        assertThat(before).isEqualTo(400);
        assertThat(after).isEqualTo(200);
    }

    @Test
    @DisplayName("[D] §3.6: an active key is enforced")
    void anActiveKeyIsEnforced() {
        // Given
        createKey();
        dataverse.simulator().advanceClock(Duration.ofSeconds(100));
        dataverse.site("A", "Anna");
        // When
        SimulatorFixture.Answer answer = dataverse.post("bld_sites", "{\"bld_name\":\"ANNA\"}");
        // Then
        assertThat(answer.error()).isEqualTo("412 0x80060892");
    }

    @Test
    @DisplayName("[I] §3.3: rows with the same values make the job fail; the key can be tried again")
    void duplicatesMakeTheJobFailUntilTheyAreGone() {
        // Given
        dataverse.site("A", "Anna");
        dataverse.site("B", "Anna");
        createKey();
        dataverse.simulator().advanceClock(Duration.ofSeconds(100));
        String failed = status();
        // When
        dataverse.site("B", "Berta");
        int reactivated = reactivate().status();
        dataverse.simulator().advanceClock(Duration.ofSeconds(100));
        // Then
        assertThat(failed).isEqualTo("Failed");
        assertThat(reactivated).isEqualTo(204);
        assertThat(status()).isEqualTo("Active");
    }

    @Test
    @DisplayName("[D] §3.4: 0x80060897 when a key has not failed")
    void aKeyThatHasNotFailedIsNotReactivated() {
        // Given
        createKey();
        // When
        SimulatorFixture.Answer answer = reactivate();
        // Then
        assertThat(answer.errorCode()).isEqualTo("0x80060897");
    }

    @ParameterizedTest
    @CsvSource({
        "bld_SiteCodeKey,bld_name,0x80060893",
        "bld_OtherKey,bld_code,0x80060894",
        "bld_FacilityKey,bld_facilities,0x80040203"
    })
    @DisplayName("[D] §3.3, §3.5: names, columns and types that are refused")
    void impossibleKeysAreRefused(String name, String column, String code) {
        // When
        SimulatorFixture.Answer answer = dataverse.post(KEYS, Definitions.key(name, column));
        // Then
        assertThat(answer.error()).isEqualTo("400 " + code);
    }

    @Test
    @DisplayName("[D] §3.3: 0x80060895 for an index of more than 900 bytes")
    void anIndexThatIsTooLargeIsRefused() {
        // Given
        dataverse.post(
                "EntityDefinitions(LogicalName='bld_site')/Attributes",
                Definitions.column("String", "bld_Long", ",\"MaxLength\":451"));
        // When
        SimulatorFixture.Answer answer = dataverse.post(KEYS, Definitions.key("bld_LongKey", "bld_long"));
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060895");
    }

    @Test
    @DisplayName("[C] §3.5: a deleted key is not enforced any more")
    void aDeletedKeyIsNotEnforced() {
        // Given
        dataverse.site("A", "Anna");
        // When
        dataverse.delete(KEYS + "(LogicalName='bld_sitecodekey')");
        int second = dataverse.post("bld_sites", "{\"bld_code\":\"A\"}").status();
        // Then
        assertThat(second).isEqualTo(204);
        assertThat(dataverse.get("bld_sites(bld_code='A')").status()).isEqualTo(400);
    }

    private void createKey() {
        dataverse.post(KEYS, Definitions.key("bld_NameKey", "bld_name"));
    }

    private SimulatorFixture.Answer reactivate() {
        return dataverse.post(
                "ReactivateEntityKey", "{\"EntityLogicalName\":\"bld_site\",\"EntityKeyLogicalName\":\"bld_namekey\"}");
    }

    private String status() {
        return dataverse
                .get(KEYS + "(LogicalName='bld_namekey')")
                .json()
                .path("EntityKeyIndexStatus")
                .asText();
    }
}

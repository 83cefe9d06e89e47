package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 4.4 of the fact sheet. */
class BulkTest {

    private static final String TYPE = "\"@odata.type\":\"Microsoft.Dynamics.CRM.bld_site\"";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private SimulatorFixture.Answer bulk(String message, String... items) {
        StringBuilder targets = new StringBuilder();
        for (String item : items) {
            targets.append(targets.isEmpty() ? "" : ",").append("{" + TYPE + "," + item + "}");
        }
        return dataverse.post("bld_sites/Microsoft.Dynamics.CRM." + message, "{\"Targets\":[" + targets + "]}");
    }

    private static String byCode(String code) {
        return "\"@odata.id\":\"bld_sites(bld_code='" + code + "')\"";
    }

    @Test
    @DisplayName("T7 [I] §4.2: UpsertMultiple with the key in the item too fails only when the row is absent")
    void aKeyInAnUpsertedItemFailsWhenTheRowIsAbsent() {
        // When
        SimulatorFixture.Answer absent = bulk("UpsertMultiple", byCode("N3") + ",\"bld_code\":\"N3\"");
        dataverse.site("N3", "there");
        SimulatorFixture.Answer present = bulk("UpsertMultiple", byCode("N3") + ",\"bld_code\":\"N3\"");
        // Then
        assertThat(absent.error()).isEqualTo("400 0x80040216");
        assertThat(present.status()).isEqualTo(204);
    }

    @Test
    @DisplayName("T8 [D] §4.4: UpsertMultiple with one key twice fails as a whole")
    void anUpsertOfOneKeyTwiceWritesNothing() {
        // When
        SimulatorFixture.Answer answer =
                bulk("UpsertMultiple", byCode("N4") + ",\"bld_name\":\"a\"", byCode("N4") + ",\"bld_name\":\"b\"");
        // Then
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(dataverse.simulator().count("bld_sites")).isZero();
    }

    @Test
    @DisplayName("T8 [D] §4.4: UpdateMultiple applies only the first of two items with one id")
    void anUpdateOfOneRowTwiceAppliesTheFirst() {
        // Given
        dataverse.site("N5", "old");
        String id = "\"bld_siteid\":\"" + dataverse.siteColumn("N5", "bld_siteid") + "\"";
        // When
        SimulatorFixture.Answer answer =
                bulk("UpdateMultiple", id + ",\"bld_name\":\"first\"", id + ",\"bld_name\":\"second\"");
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(dataverse.siteColumn("N5", "bld_name")).isEqualTo("first");
    }

    @Test
    @DisplayName("T9 [D/I] §4.4: CreateMultiple writes nothing when one item violates a key")
    void aCreationOfManyIsAllOrNothing() {
        // Given
        dataverse.site("TAKEN", "old");
        // When
        SimulatorFixture.Answer answer =
                bulk("CreateMultiple", "\"bld_code\":\"A1\"", "\"bld_code\":\"A2\"", "\"bld_code\":\"TAKEN\"");
        // Then
        assertThat(answer.error()).isEqualTo("412 0x80060892");
        assertThat(dataverse.simulator().count("bld_sites")).isEqualTo(1);
    }

    @Test
    @DisplayName("[D/C] §4.4: CreateMultiple answers the ids in the order of the targets")
    void aCreationOfManyAnswersTheIdsInOrder() {
        // When
        SimulatorFixture.Answer answer = bulk("CreateMultiple", "\"bld_code\":\"A1\"", "\"bld_code\":\"A2\"");
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("Ids").path(1).asText()).isEqualTo(dataverse.siteColumn("A2", "bld_siteid"));
    }

    @Test
    @DisplayName("[D] §4.4: an item without @odata.type is refused")
    void anItemWithoutItsTypeIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.post(
                "bld_sites/Microsoft.Dynamics.CRM.CreateMultiple", "{\"Targets\":[{\"bld_code\":\"A1\"}]}");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80048d19");
    }

    @Test
    @DisplayName("[D] §10.1: a bound action needs its namespace")
    void withoutItsNamespaceAnActionIsNotCalled() {
        // When
        SimulatorFixture.Answer answer = dataverse.post("bld_sites/CreateMultiple", "{\"Targets\":[]}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage()).isEqualTo("Request message has unresolved parameters.");
    }
}

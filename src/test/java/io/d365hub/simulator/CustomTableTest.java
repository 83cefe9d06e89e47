package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sections 11.2 and 14.1 of the fact sheet: tables and columns that clients create. */
class CustomTableTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private SimulatorFixture.Answer created;

    @BeforeEach
    void createTable() {
        created = dataverse.post(
                "EntityDefinitions?SolutionUniqueName=none",
                Definitions.table(
                        "new_Bay",
                        Definitions.column("Integer", "new_Size", ",\"MinValue\":0,\"MaxValue\":10"),
                        Definitions.column(
                                "Picklist",
                                "new_Kind",
                                ",\"OptionSet\":{\"Options\":" + Definitions.options(1, 2) + "}"),
                        Definitions.column("Money", "new_Rent", ""),
                        Definitions.column(
                                "DateTime",
                                "new_Opened",
                                ",\"Format\":\"DateOnly\",\"DateTimeBehavior\":{\"Value\":\"DateOnly\"}")));
    }

    @Test
    @DisplayName("[D/C] §11.2: creating a table answers 204 and where it is")
    void aCreatedTableIsWhereTheAnswerSays() {
        // When
        String logicalName = dataverse
                .get(created.header("OData-EntityId"))
                .json()
                .path("LogicalName")
                .asText();
        // Then
        assertThat(created.status()).isEqualTo(204);
        assertThat(logicalName).isEqualTo("new_bay");
    }

    @Test
    @DisplayName("[C] §14.1: the new table is found at once, as the Python client checks")
    void theNewTableIsFoundAtOnce() {
        // When
        JsonNode table = dataverse
                .get(
                        "EntityDefinitions?$select=MetadataId,LogicalName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute&$filter=SchemaName eq 'new_Bay'",
                        "Consistency",
                        "Strong")
                .json()
                .path("value")
                .path(0);
        // Then
        assertThat(table.path("EntitySetName").asText()).isEqualTo("new_bays");
        assertThat(table.path("PrimaryIdAttribute").asText()).isEqualTo("new_bayid");
        assertThat(table.path("PrimaryNameAttribute").asText()).isEqualTo("new_name");
    }

    @Test
    @DisplayName("[D] §2, §11.4: rows of a new table are created and read like any others")
    void rowsOfANewTableAreCreatedAndRead() {
        // Given
        UUID id = UUID.randomUUID();
        // When
        dataverse.post(
                "new_bays",
                "{\"new_bayid\":\"" + id
                        + "\",\"new_name\":\"North\",\"new_size\":3,\"new_kind\":2,\"new_rent\":12.5,\"new_opened\":\"2026-01-31\"}");
        JsonNode row = dataverse
                .get("new_bays(" + id + ")", "Prefer", "odata.include-annotations=\"*\"")
                .json();
        // Then
        assertThat(row.path("new_name").asText()).isEqualTo("North");
        assertThat(row.path("new_kind@OData.Community.Display.V1.FormattedValue")
                        .asText())
                .isEqualTo("Option 2");
        assertThat(row.path("new_opened").asText()).isEqualTo("2026-01-31");
        assertThat(row.path("_transactioncurrencyid_value").asText()).hasSize(36);
        assertThat(row.path("statecode").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"new_size,11,0x8004432f", "new_kind,7,0x8004431a"})
    @DisplayName("[D] §12.3: new columns keep their bounds")
    void newColumnsKeepTheirBounds(String column, int value, String code) {
        // When
        SimulatorFixture.Answer answer = dataverse.post("new_bays", "{\"" + column + "\":" + value + "}");
        // Then
        assertThat(answer.error()).isEqualTo("400 " + code);
    }

    @Test
    @DisplayName("[C] §14.1: a column is added by the table's id, and at once rows have it")
    void aColumnIsAdded() {
        // Given
        dataverse.post("new_bays", "{\"new_name\":\"before\"}");
        // When
        SimulatorFixture.Answer answer = dataverse.post(
                "EntityDefinitions(" + tableId() + ")/Attributes", Definitions.column("Memo", "new_Notes", ""));
        // Then
        assertThat(answer.header("OData-EntityId"))
                .matches(".*EntityDefinitions\\([0-9a-f-]{36}\\)/Attributes\\([0-9a-f-]{36}\\)");
        assertThat(dataverse
                        .get("new_bays?$top=1&$select=new_notes")
                        .json()
                        .path("value")
                        .path(0)
                        .has("new_notes"))
                .isTrue();
    }

    @Test
    @DisplayName("[K] §11.4: an automatically numbered column is filled when a row has no value")
    void anAutomaticNumberIsGiven() {
        // Given
        dataverse.post(
                "EntityDefinitions(LogicalName='new_bay')/Attributes",
                Definitions.column("String", "new_Number", ",\"AutoNumberFormat\":\"B-{SEQNUM:6}\""));
        // When
        dataverse.post("new_bays", "{}");
        dataverse.post("new_bays", "{\"new_number\":\"mine\"}");
        dataverse.post("new_bays", "{}");
        // Then
        assertThat(dataverse
                        .get("new_bays?$select=new_number&$orderby=createdon")
                        .json()
                        .path("value"))
                .extracting(row -> row.path("new_number").asText())
                .containsExactlyInAnyOrder("B-001000", "mine", "B-001001");
    }

    @Test
    @DisplayName("[U] 0x80047013 §12.3: a column's name is taken only once")
    void aColumnNameIsTakenOnlyOnce() {
        // When
        SimulatorFixture.Answer answer = dataverse.post(
                "EntityDefinitions(LogicalName='new_bay')/Attributes", Definitions.column("Memo", "new_size", ""));
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80047013");
    }

    @Test
    @DisplayName("[C] §14.1: a deleted column is gone, and its values do not come back with a new one")
    void aDeletedColumnIsGone() {
        // Given
        dataverse.post("new_bays", "{\"new_size\":5}");
        String size = "EntityDefinitions(LogicalName='new_bay')/Attributes(LogicalName='new_size')";
        // When
        dataverse.delete(size, "If-Match", "*");
        int gone = dataverse.get("new_bays?$select=new_size").status();
        dataverse.post(
                "EntityDefinitions(LogicalName='new_bay')/Attributes", Definitions.column("Integer", "new_size", ""));
        // Then
        assertThat(gone).isEqualTo(400);
        assertThat(dataverse
                        .get("new_bays?$select=new_size")
                        .json()
                        .path("value")
                        .path(0)
                        .path("new_size")
                        .isNull())
                .isTrue();
    }

    @Test
    @DisplayName("[D] §11.2: PUT changes a column's labels and level")
    void aColumnIsChangedWithPut() {
        // Given
        String path = "EntityDefinitions(LogicalName='new_bay')/Attributes(LogicalName='new_name')";
        // When
        SimulatorFixture.Answer answer = dataverse.put(
                path + "/Microsoft.Dynamics.CRM.StringAttributeMetadata",
                "{\"MaxLength\":20,\"RequiredLevel\":{\"Value\":\"ApplicationRequired\"},\"DisplayName\":"
                        + Definitions.label("Bay") + "}",
                "MSCRM.MergeLabels",
                "true");
        // Then
        JsonNode column = dataverse.get(path).json();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(column.path("MaxLength").asInt()).isEqualTo(20);
        assertThat(column.path("DisplayName")
                        .path("UserLocalizedLabel")
                        .path("Label")
                        .asText())
                .isEqualTo("Bay");
    }

    @Test
    @DisplayName("[C] §14.1: a deleted table is gone with its rows")
    void aDeletedTableIsGone() {
        // Given
        dataverse.post("new_bays", "{\"new_name\":\"North\"}");
        // When
        SimulatorFixture.Answer answer = dataverse.delete("EntityDefinitions(" + tableId() + ")", "If-Match", "*");
        int gone = dataverse.get("new_bays").status();
        createTable();
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(gone).isEqualTo(404);
        assertThat(dataverse.get("new_bays").json().path("value")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"new_Bay", "Bay", "mscrm_Bay"})
    @DisplayName("[U] §11.2: names that are taken, without prefix or reserved are refused")
    void badTableNamesAreRefused(String schemaName) {
        // When
        SimulatorFixture.Answer answer = dataverse.post("EntityDefinitions", Definitions.table(schemaName));
        // Then
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    @DisplayName("[I] §11.2: HasNotes must be told")
    void aTableWithoutHasNotesIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.post(
                "EntityDefinitions", Definitions.table("new_Dock").replace("\"HasNotes\":true,", ""));
        // Then
        assertThat(answer.errorMessage()).contains("HasNotes");
    }

    @Test
    void aStandardTableIsNotDeleted() {
        // When
        SimulatorFixture.Answer answer = dataverse.delete("EntityDefinitions(LogicalName='account')");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x8004f01f");
    }

    @Test
    @DisplayName("[C] Python client: CreateEntities makes tables from their complex types")
    void createEntitiesMakesTables() {
        // When
        SimulatorFixture.Answer answer = dataverse.post(
                "CreateEntities",
                "{\"Entities\":[" + Definitions.table("new_Gate").replace("CRM.String", "CRM.ComplexString") + "]}");
        // Then
        assertThat(answer.json().path("EntityIds")).hasSize(1);
        assertThat(dataverse.get("new_gates").status()).isEqualTo(200);
    }

    @Test
    void publishingIsAccepted() {
        // When
        int status = dataverse
                .post("PublishXml", "{\"ParameterXml\":\"<importexportxml/>\"}")
                .status();
        // Then
        assertThat(status).isEqualTo(204);
    }

    @Test
    void theMetadataVersionGrowsWithAChange() {
        // Given
        String before = version();
        // When
        dataverse.post("EntityDefinitions", Definitions.table("new_Pier"));
        // Then
        assertThat(version()).isGreaterThan(before);
    }

    private String version() {
        return dataverse
                .get("accounts?$top=1", "Prefer", "odata.include-annotations=\"*\"")
                .json()
                .path("@Microsoft.Dynamics.CRM.globalmetadataversion")
                .asText();
    }

    private String tableId() {
        String url = created.header("OData-EntityId");
        return url.substring(url.indexOf('(') + 1, url.indexOf(')'));
    }

    private void rename(String labels, String... headers) {
        SimulatorFixture.Answer answer = dataverse.put(
                "EntityDefinitions(LogicalName='new_bay')",
                "{\"DisplayName\":{\"LocalizedLabels\":[" + labels + "]}}",
                headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    }

    private List<String> titles() {
        List<String> titles = new ArrayList<>();
        dataverse
                .get("EntityDefinitions(LogicalName='new_bay')?$select=DisplayName")
                .json()
                .path("DisplayName")
                .path("LocalizedLabels")
                .forEach(label -> titles.add(label.path("LanguageCode").asInt() + " "
                        + label.path("Label").asText()));
        return titles;
    }

    @Test
    @DisplayName("[K] §11: a table is called differently in each language")
    void aTableHasATitleInEachLanguage() {
        // When
        rename("{\"Label\":\"Bay\",\"LanguageCode\":1033},{\"Label\":\"Bucht\",\"LanguageCode\":1031}");
        // Then
        assertThat(titles()).containsExactly("1033 Bay", "1031 Bucht");
    }

    @Test
    @DisplayName("[C] §1.4: MSCRM.MergeLabels keeps the titles in other languages")
    void mergedLabelsKeepTheOtherLanguages() {
        // Given
        rename("{\"Label\":\"Bay\",\"LanguageCode\":1033},{\"Label\":\"Bucht\",\"LanguageCode\":1031}");
        // When
        rename("{\"Label\":\"Dock\",\"LanguageCode\":1033}", "MSCRM.MergeLabels", "true");
        // Then
        assertThat(titles()).containsExactly("1033 Dock", "1031 Bucht");
    }
}

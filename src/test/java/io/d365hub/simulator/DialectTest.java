package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The switches for unverified points: §17 of the fact sheet. */
class DialectTest {

    private static final String SITE = "bld_sites(bld_code='D-17')";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private void set(String json) {
        assertThat(dataverse.control("PUT", "settings", json).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("T11, T13, T14 with the legacy codes [D/I] §12.3")
    @CsvSource(
            delimiter = '|',
            value = {
                "bld_sites(bld_code='a%2Fb') | 400 0x8006088a",
                "Bld_Sites                   | 404 0x8006088a",
                "bld_sites?$select=Bld_Name  | 400 0x0",
                "bld_sites(bld_name='x')     | 400 0x8006088a"
            })
    void legacyErrorCodesAreASwitch(String path, String error) {
        // Given
        set("{\"legacyErrorCodes\":true}");
        // Then
        assertThat(dataverse.get(path).error()).isEqualTo(error);
    }

    @Test
    @DisplayName("[U] §17.1: a key may be given by an alias, which takes characters that break it otherwise")
    void keyAliasesAreASwitch() {
        // Given
        String url = dataverse.root() + "bld_sites(bld_code=@p)?@p=%27A%2FB%27";
        int before = dataverse.get(url).status();
        set("{\"keyAliases\":true}");
        dataverse.post("bld_sites", "{\"bld_code\":\"A/B\"}");
        // Then
        assertThat(before).isEqualTo(400);
        assertThat(dataverse.get(url).json().path("bld_code").asText()).isEqualTo("A/B");
    }

    @Test
    @DisplayName("[U] §17.2: the status of a lookup that is bound by an unknown key")
    void statusesAreSwitches() {
        // Given
        set("{\"errors\":{\"UNKNOWN_KEY_IN_BIND\":{\"status\":400}}}");
        // When
        SimulatorFixture.Answer bind =
                dataverse.patch(SITE, "{\"bld_AccountId@odata.bind\":\"/accounts(accountnumber='NOPE')\"}");
        SimulatorFixture.Answer update = dataverse.patch(SITE, "{}", "If-Match", "*");
        // Then
        assertThat(bind.error()).isEqualTo("400 0x80060891");
        assertThat(update.error()).isEqualTo("404 0x80060891");
    }

    @Test
    @DisplayName(
            "[K] §3.3, [U] §17.5: rows with an empty key column are not held to the key, unless the switch says so")
    void emptyKeysThatCollideAreASwitch() {
        // Given
        int before = dataverse.post("bld_sites", "{}").status();
        int second = dataverse.post("bld_sites", "{}").status();
        set("{\"emptyKeysCollide\":true}");
        // When
        String third = dataverse.post("bld_sites", "{}").error();
        // Then
        assertThat(List.of(before, second)).isEqualTo(List.of(204, 204));
        assertThat(third).isEqualTo("412 0x80060892");
    }

    @Test
    @DisplayName("[U] §17.10: how the address of a new key names its table")
    void theAddressOfANewKeyIsASwitch() {
        // Given
        String keys = "EntityDefinitions(LogicalName='bld_site')/Keys";
        String before =
                dataverse.post(keys, Definitions.key("hub_NameKey", "bld_name")).header("OData-EntityId");
        set("{\"keyEntityIdByTableId\":true}");
        // When
        String after = dataverse
                .post(keys, Definitions.key("hub_SizeKey", "bld_capacity"))
                .header("OData-EntityId");
        // Then
        assertThat(before).matches(".*EntityDefinitions\\(LogicalName='bld_site'\\)/Keys\\([0-9a-f-]{36}\\)");
        assertThat(after).matches(".*EntityDefinitions\\([0-9a-f-]{36}\\)/Keys\\([0-9a-f-]{36}\\)");
    }

    @Test
    @DisplayName("[U] §17.3: items of UpdateMultiple that are addressed by @odata.id")
    void updateByODataIdIsASwitch() {
        // Given
        dataverse.site("D-17", "A");
        String body = "{\"Targets\":[{\"@odata.type\":\"Microsoft.Dynamics.CRM.bld_site\","
                + "\"@odata.id\":\"bld_sites(bld_code='D-17')\",\"bld_name\":\"B\"}]}";
        String action = "bld_sites/Microsoft.Dynamics.CRM.UpdateMultiple";
        int before = dataverse.post(action, body).status();
        set("{\"updateByODataId\":false}");
        // Then
        assertThat(before).isEqualTo(204);
        assertThat(dataverse.post(action, body).error()).isEqualTo("400 0x80040203");
    }

    @Test
    @DisplayName("[U] §17.6: a condition on the version of an absent row")
    void theVersionOfAnAbsentRowIsASwitch() {
        // Given
        set("{\"errors\":{\"VERSION_OF_ABSENT_ROW\":{\"status\":412,\"code\":\"0x80060882\"}}}");
        // When
        SimulatorFixture.Answer version = dataverse.patch(SITE, "{}", "If-Match", "W/\"1\"");
        SimulatorFixture.Answer any = dataverse.patch(SITE, "{}", "If-Match", "*");
        // Then
        assertThat(version.error()).isEqualTo("412 0x80060882");
        assertThat(any.error()).isEqualTo("404 0x80060891");
    }

    @Test
    @DisplayName("[I] §5.1: a server may allow fewer operations in a batch for a while")
    void theLengthOfABatchIsASwitch() {
        // Given
        set("{\"mostBatchOperations\":2}");
        String part = "--b\r\nContent-Type: application/http\r\n\r\nGET WhoAmI HTTP/1.1\r\n\r\n\r\n";
        // When
        SimulatorFixture.Answer answer = dataverse.batch(part.repeat(3) + "--b--\r\n");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage()).contains("a maximum number of '2' query operations");
    }

    @Test
    @DisplayName("[U] §17.9: whether OData-EntityId comes with a body")
    void theEntityIdBesideABodyIsASwitch() {
        // Given
        String[] prefer = {"Prefer", "return=representation"};
        boolean before = dataverse.post("bld_sites", "{}", prefer).header("OData-EntityId") != null;
        set("{\"entityIdWithBody\":false}");
        // When
        SimulatorFixture.Answer with = dataverse.post("bld_sites", "{}", prefer);
        SimulatorFixture.Answer without = dataverse.post("bld_sites", "{}");
        // Then
        assertThat(before).isTrue();
        assertThat(with.header("OData-EntityId")).isNull();
        assertThat(without.header("OData-EntityId")).isNotNull();
    }

    @Test
    @DisplayName("[U] §17.11: the numbers in the answer of the newer token endpoint")
    void theTokensNumbersAreASwitch() {
        // Given
        set("{\"tokenNumbersAsText\":true}");
        // When
        SimulatorFixture.Answer token = dataverse.tokenRequest("grant_type=client_credentials&client_id="
                + SimulatorSettings.DEFAULT_CLIENT_ID + "&client_secret=" + SimulatorSettings.DEFAULT_CLIENT_SECRET
                + "&scope=https%3A%2F%2Fcontoso.crm4.dynamics.com%2F.default");
        // Then
        assertThat(token.json().path("expires_in").isTextual()).isTrue();
    }

    @Test
    @DisplayName("[D] §13.2 partitionId is for elastic tables; [U] what it does on others")
    void aPartitionOfATableWithoutPartitionsIsRefused() {
        // Given
        dataverse.site("D-17", "A");
        // When
        SimulatorFixture.Answer refused = dataverse.get(SITE + "?partitionId='x'");
        set("{\"ignoredPartitionId\":true}");
        SimulatorFixture.Answer ignored = dataverse.get(SITE + "?partitionId='x'");
        // Then
        assertThat(refused.error()).isEqualTo("400 0x80060888");
        assertThat(ignored.status()).isEqualTo(200);
    }

    @Test
    void anUnknownSwitchNamesTheKnownOnes() {
        // When
        SimulatorFixture.Answer answer = dataverse.control("PUT", "settings", "{\"legacy\":true}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains("'legacy'", "legacyErrorCodes");
    }

    @Test
    void aResetTakesTheSwitchesBack() {
        // Given
        set("{\"legacyErrorCodes\":true}");
        // When
        dataverse.control("POST", "reset", "");
        // Then
        assertThat(dataverse
                        .control("GET", "settings", "")
                        .json()
                        .path("legacyErrorCodes")
                        .asBoolean())
                .isFalse();
    }

    @Test
    @DisplayName("[U] §2.1: a PATCH that creates its row may take nested rows")
    void nestedRowsInAnUpsertAreASwitch() {
        // Given
        String body = "{\"name\":\"New\",\"primarycontactid\":{\"lastname\":\"Nested\"}}";
        set("{\"deepUpsert\":true}");
        // When
        int created = dataverse.patch("accounts(accountnumber='NEW')", body).status();
        int updated = dataverse.patch("accounts(accountnumber='NEW')", body).status();
        // Then
        assertThat(List.of(created, updated)).isEqualTo(List.of(204, 400));
        assertThat(dataverse
                        .get("accounts(accountnumber='NEW')/primarycontactid/lastname/$value")
                        .text())
                .isEqualTo("Nested");
    }

    @Test
    @DisplayName("[U] §2.7: taking away a link that is not there may be an error")
    void anAbsentLinkIsASwitch() {
        // Given
        String link = "contacts(hub_externalid='P-20001')/parentcustomerid_contact/$ref";
        int before = dataverse.delete(link).status();
        set("{\"absentLinkIsNotFound\":true}");
        // When
        int after = dataverse.delete(link).status();
        // Then
        assertThat(List.of(before, after)).isEqualTo(List.of(204, 404));
    }

    @Test
    @DisplayName("[U] §6.9: rows of SQL may lack empty columns")
    void emptyColumnsOfSqlAreASwitch() {
        // Given
        String query = dataverse.root() + "accounts?sql=SELECT+TOP+1+tickersymbol+FROM+account";
        String before = dataverse.get(query).json().path("value").toString();
        set("{\"sqlWithoutNulls\":true}");
        // When
        String after = dataverse.get(query).json().path("value").toString();
        // Then
        assertThat(List.of(before, after)).isEqualTo(List.of("[{\"tickersymbol\":null}]", "[{}]"));
    }
}

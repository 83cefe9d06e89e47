package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 7 of the fact sheet. */
class ChangeTrackingTest {

    private static final String[] TRACK = {"Prefer", "odata.track-changes"};
    private static final String CODES = "bld_sites?$select=bld_code";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    /** Reads all rows and returns the link to what changes from now on. */
    private String initialLoad() {
        return dataverse.get(CODES, TRACK).json().path("@odata.deltaLink").asText();
    }

    private String idOf(String code) {
        return dataverse.siteColumn(code, "bld_siteid");
    }

    private void delete(String code) {
        assertThat(dataverse.delete("bld_sites(bld_code='" + code + "')").status())
                .isEqualTo(204);
    }

    /** The answer to a link after some time, with a new access token. */
    private SimulatorFixture.Answer later(Duration time, String link) {
        dataverse.simulator().advanceClock(time);
        dataverse.use(dataverse.token(SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET));
        return dataverse.get(link);
    }

    /** Codes of written rows, and {@code -} for each deleted one, in the order of the answer. */
    private static List<String> changes(JsonNode page) {
        List<String> found = new ArrayList<>();
        page.path("value")
                .forEach(row ->
                        found.add(row.has("reason") ? "-" : row.path("bld_code").asText()));
        return found;
    }

    private void control(String path, String json) {
        assertThat(dataverse.control("PUT", path, json).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("T29 [D] §7: a row comes, and is told as deleted, in the documented form")
    void aDeletedRowIsToldAsDeleted() {
        // Given
        dataverse.site("D-17", "Depot North");
        String id = idOf("D-17");
        String link = initialLoad();
        delete("D-17");
        // When
        JsonNode delta = dataverse.get(link).json();
        // Then
        assertThat(delta.path("@odata.context").asText())
                .isEqualTo(dataverse.root() + "$metadata#bld_sites(bld_code)/$delta");
        assertThat(delta.path("value"))
                .singleElement()
                .hasToString("{\"@odata.context\":\"" + dataverse.root()
                        + "$metadata#bld_sites/$deletedEntity\",\"id\":\"" + id + "\",\"reason\":\"deleted\"}");
        assertThat(delta.path("@odata.deltaLink").asText()).isNotEqualTo(link);
    }

    @Test
    @DisplayName("T29 [D] §7: an initial load has the rows, the preference applied, and a delta link in the known form")
    void anInitialLoadEndsWithADeltaLink() {
        // Given
        dataverse.site("D-17", "Depot North");
        // When
        SimulatorFixture.Answer load = dataverse.get(CODES, TRACK);
        // Then
        assertThat(load.header("Preference-Applied")).isEqualTo("odata.track-changes");
        assertThat(changes(load.json())).containsExactly("D-17");
        assertThat(load.json().path("@odata.deltaLink").asText())
                .startsWith(dataverse.root() + CODES + "&$deltatoken=")
                .matches(".*=\\d+%21\\d\\d%2f\\d\\d%2f\\d{4}%20\\d\\d%3a\\d\\d%3a\\d\\d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$filter=bld_code eq 'A' | $filter",
                "$orderby=bld_code | $orderby",
                "$expand=bld_AccountId | $expand",
                "$top=5 | $top"
            })
    @DisplayName("T30 [D] §7: options that change tracking does not take")
    void optionsThatNarrowAreRefused(String option, String name) {
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites?" + option, TRACK);
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage())
                .isEqualTo("The \"" + name + "\" query parameter isn't supported when Change Tracking is enabled.");
    }

    @Test
    @DisplayName("[D] §7: written rows by version, then deletions; a row comes once, created and changed ones alike")
    void writtenRowsComeByVersionThenDeletions() {
        // Given
        dataverse.site("A", "a");
        dataverse.site("B", "b");
        String link = initialLoad();
        dataverse.site("C", "c");
        delete("B");
        dataverse.site("A", "changed");
        dataverse.site("C", "changed");
        // When
        JsonNode delta = dataverse.get(link).json();
        // Then
        assertThat(changes(delta)).containsExactly("A", "C", "-");
    }

    @Test
    @DisplayName("[D] §7: a row created and deleted between two polls is told as deleted")
    void aRowCreatedAndDeletedInBetweenIsTold() {
        // Given
        String link = initialLoad();
        dataverse.site("A", "short-lived");
        delete("A");
        // When, Then
        assertThat(changes(dataverse.get(link).json())).containsExactly("-");
    }

    @Test
    @DisplayName("[I] §7: a row that came back under its old id is told as written")
    void aRowThatCameBackIsToldAsWritten() {
        // Given
        dataverse.site("A", "first");
        String id = idOf("A");
        String link = initialLoad();
        delete("A");
        dataverse.patch("bld_sites(" + id + ")", "{\"bld_code\":\"A2\"}");
        // When, Then
        assertThat(changes(dataverse.get(link).json())).containsExactly("A2");
    }

    @Test
    @DisplayName("[D] §7: each delta link leads on from the one before, and an old one still works")
    void deltaLinksLeadOn() {
        // Given
        String first = initialLoad();
        dataverse.site("A", "a");
        String second = dataverse.get(first).json().path("@odata.deltaLink").asText();
        dataverse.site("B", "b");
        // When, Then
        assertThat(changes(dataverse.get(second).json())).containsExactly("B");
        assertThat(changes(dataverse.get(first).json())).containsExactly("A", "B");
    }

    @Test
    @DisplayName("[D/U] §7, §17.8: without changes the value is empty and a delta link comes")
    void withoutChangesTheValueIsEmpty() {
        // Given
        String link = initialLoad();
        // When
        JsonNode delta = dataverse.get(link).json();
        // Then
        assertThat(delta.path("value").isArray()).isTrue();
        assertThat(delta.path("value")).isEmpty();
        assertThat(delta.path("@odata.deltaLink").asText()).contains("$deltatoken=");
    }

    @Test
    @DisplayName("[U] §17.8: without changes the value may be missing")
    void withoutChangesTheValueMayBeMissing() {
        // Given
        String link = initialLoad();
        control("settings", "{\"emptyDeltaWithoutValue\":true}");
        // When
        List<String> names = new ArrayList<>();
        dataverse.get(link).json().fieldNames().forEachRemaining(names::add);
        // Then
        assertThat(names).containsExactly("@odata.context", "@odata.deltaLink");
    }

    @Test
    @DisplayName("[U] §17.8: next links of an initial load may hide that they track; they lead on all the same")
    void nextLinksMayHideThatTheyTrack() {
        // Given
        control("settings", "{\"initialLoadIsTracking\":false}");
        List.of("A", "B", "C").forEach(code -> dataverse.site(code, code));
        String[] pages = {"Prefer", "odata.track-changes,odata.maxpagesize=2"};
        // When
        String next = dataverse.get(CODES, pages).json().path("@odata.nextLink").asText();
        // Then
        assertThat(next).contains("istracking=%22False%22");
        assertThat(dataverse.get(next).json().path("@odata.deltaLink").asText()).contains("$deltatoken=");
    }

    @Test
    @DisplayName("[I/U] §7: a load of many pages has the delta link on the last one only; its cookies say istracking")
    void onlyTheLastPageHasADeltaLink() {
        // Given
        List.of("A", "B", "C").forEach(code -> dataverse.site(code, code));
        String[] pages = {"Prefer", "odata.track-changes,odata.maxpagesize=2"};
        // When
        SimulatorFixture.Answer first = dataverse.get(CODES, pages);
        String next = first.json().path("@odata.nextLink").asText();
        JsonNode second = dataverse.get(next, pages).json();
        // Then
        assertThat(first.json().has("@odata.deltaLink")).isFalse();
        assertThat(next).endsWith("%20istracking=%22True%22%20/%3E");
        assertThat(changes(first.json())).containsExactly("A", "B");
        assertThat(changes(second)).containsExactly("C");
        assertThat(second.has("@odata.nextLink")).isFalse();
        assertThat(second.path("@odata.deltaLink").asText()).startsWith(dataverse.root() + CODES + "&$deltatoken=");
    }

    @ParameterizedTest
    @CsvSource({"lastPage, ''", "firstPage, A"})
    @DisplayName("[I] §7: what changes on a page already read is lost, unless the token is of the first page")
    void aChangeWhileTheLoadRunsMayBeLost(String token, String told) {
        // Given
        control("change-tracking", "{\"initialToken\":\"" + token + "\"}");
        List.of("A", "B", "C").forEach(code -> dataverse.site(code, code));
        String[] pages = {"Prefer", "odata.track-changes,odata.maxpagesize=2"};
        String next = dataverse.get(CODES, pages).json().path("@odata.nextLink").asText();
        dataverse.site("A", "changed behind the reader's back");
        // When
        String link = dataverse.get(next, pages).json().path("@odata.deltaLink").asText();
        // Then
        assertThat(String.join(",", changes(dataverse.get(link).json()))).isEqualTo(told);
    }

    @Test
    @DisplayName("[U] §7: a delta of many pages: written rows and deletions once each, the new link on the last page")
    void aDeltaComesInPages() {
        // Given
        List.of("A", "B", "C").forEach(code -> dataverse.site(code, code));
        String next = initialLoad();
        List.of("D", "E", "F").forEach(code -> dataverse.site(code, code));
        List.of("A", "B", "C").forEach(this::delete);
        // When
        List<String> sizes = new ArrayList<>();
        List<String> found = new ArrayList<>();
        JsonNode page = null;
        while (!next.isEmpty()) {
            page = dataverse.get(next, "Prefer", "odata.maxpagesize=2").json();
            sizes.add(page.path("value").size() + (page.has("@odata.deltaLink") ? " end" : ""));
            found.addAll(changes(page));
            next = page.path("@odata.nextLink").asText();
        }
        // Then
        assertThat(found).containsExactly("D", "E", "F", "-", "-", "-");
        assertThat(sizes).containsExactly("2", "2", "2 end");
    }

    @Test
    @DisplayName("[D] §7: the number of changes")
    void changesAreCounted() {
        // Given
        dataverse.site("A", "a");
        String token = initialLoad().replaceFirst(".*deltatoken=", "");
        dataverse.site("B", "b");
        delete("A");
        // When
        String count = dataverse
                .get(dataverse.root() + "bld_sites/$count?$deltatoken=" + token)
                .text();
        // Then
        assertThat(count).isEqualTo("\uFEFF2");
    }

    @Test
    @DisplayName("[D] §7, [U] §17.2: a table whose changes are not tracked is refused; the status is a choice")
    void anUntrackedTableIsRefused() {
        // When
        SimulatorFixture.Answer documented = dataverse.get("uoms", TRACK);
        control("settings", "{\"errors\":{\"CHANGE_TRACKING_NOT_ENABLED\":{\"status\":501}}}");
        SimulatorFixture.Answer chosen = dataverse.get("uoms", TRACK);
        // Then
        assertThat(documented.error()).isEqualTo("400 0x80072491");
        assertThat(documented.errorMessage()).isEqualTo("Entity uom isn't enabled for change tracking.");
        assertThat(chosen.error()).isEqualTo("501 0x80072491");
    }

    @Test
    @DisplayName("[D] §7: metadata tells which tables are tracked")
    void metadataTellsWhichTablesAreTracked() {
        // When
        JsonNode tables = dataverse
                .get("EntityDefinitions?$select=LogicalName&$filter=ChangeTrackingEnabled eq true")
                .json();
        // Then
        List<String> names = new ArrayList<>();
        tables.path("value")
                .forEach(table -> names.add(table.path("LogicalName").asText()));
        assertThat(names)
                .contains("account", "contact", "salesorder", "bld_site")
                .doesNotContain("uom", "pricelevel");
    }

    @Test
    @DisplayName("[D/I] §7: a token is good for seven days")
    void aTokenIsGoodForSevenDays() {
        // Given
        String link = initialLoad();
        int early = later(Duration.ofDays(7).minusMinutes(1), link).status();
        // When
        SimulatorFixture.Answer late = later(Duration.ofMinutes(2), link);
        // Then
        assertThat(early).isEqualTo(200);
        assertThat(late.error()).isEqualTo("400 0x80044352");
        assertThat(late.errorMessage())
                .isEqualTo("Version stamp associated with the client has expired. Please perform a full sync.");
    }

    @Test
    @DisplayName("[U] §17.2: tokens expire on demand, with a status that is a choice; a new load works")
    void tokensExpireOnDemand() {
        // Given
        String link = initialLoad();
        control("settings", "{\"errors\":{\"EXPIRED_VERSION_STAMP\":{\"status\":410}}}");
        // When
        int told = dataverse.control("POST", "delta-tokens/expire", "").status();
        // Then
        assertThat(told).isEqualTo(204);
        assertThat(dataverse.get(link).error()).isEqualTo("410 0x80044352");
        assertThat(dataverse.get(initialLoad()).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("a token of an environment that was reset has expired")
    void aTokenFromBeforeAResetHasExpired() {
        // Given
        String link = initialLoad();
        dataverse.simulator().reset();
        initialLoad();
        // When, Then
        assertThat(dataverse.get(link).error()).isEqualTo("400 0x80044352");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "12", "12%21", "%2103%2f14%2f2026%2009%3a25%3a07", "12%2199%2f14%2f2026%2009%3a25%3a07"})
    @DisplayName("[U] what is no token is refused")
    void whatIsNoTokenIsRefused(String token) {
        // When, Then
        assertThat(dataverse
                        .get(dataverse.root() + "bld_sites?$deltatoken=" + token)
                        .error())
                .isEqualTo("400 0x80060888");
    }

    @Test
    @DisplayName("[D] §5, §7: a delta link works in a batch")
    void aDeltaLinkWorksInABatch() {
        // Given
        String link = initialLoad();
        dataverse.site("A", "a");
        // When
        String answer = dataverse
                .batch("--b\r\nContent-Type: application/http\r\n\r\nGET " + link + " HTTP/1.1\r\n\r\n\r\n--b--\r\n")
                .text();
        // Then
        assertThat(answer)
                .contains("HTTP/1.1 200 OK")
                .contains("\"bld_code\":\"A\"")
                .contains("@odata.deltaLink");
    }
}

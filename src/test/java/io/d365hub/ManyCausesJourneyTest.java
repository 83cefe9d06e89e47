package io.d365hub;

import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.ManyCauses;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hub with a hundred thousand causes, as operators meet it: on the pages, over the admin API and on the command line. */
@Timeout(300)
class ManyCausesJourneyTest {

    private static final String MEMBERS = "members";
    private static final int CAUSES = 100_000;
    private static final int PAGES = 12;
    private static final int LARGEST_PAGE = 200_000;
    private static final Pattern ROW = Pattern.compile("<tr data-row=\"([^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("hx-get=\"(/console/causes\\?[^\"]+)\"");

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.members(MEMBERS));

    private static ConsoleVisitor otto;

    @BeforeAll
    static void aHundredThousandCauses() throws Exception {
        hub.whileStopped(() -> {
            try (HubDatabase database =
                    HubDatabase.open(DatabaseSettings.embedded(hub.data().resolve("database")))) {
                ManyCauses.insert(database, MEMBERS, CAUSES);
            }
        });
        otto = hub.visitor("otto", hub.user("otto", "--role", "operator"));
    }

    @Test
    void theAdminApiListsNoCauseTwiceAPageAtATime() {
        // When
        List<String> seen = new ArrayList<>();
        String after = "";
        for (int n = 0; n < PAGES; n++) {
            JsonNode page = HubFixture.json(hub.admin("GET", "dead-letters/causes?limit=500" + after, null));
            page.path("causes").forEach(cause -> seen.add(cause.path("id").asText()));
            after = "&after=" + page.path("next").asText();
        }

        // Then
        assertThat(new HashSet<>(seen)).hasSize(PAGES * 500);
    }

    @Test
    void thePageShowsFiftyAndLeadsToTheNextOnes() {
        // When
        HttpResponse<String> first = otto.get("/console/causes");
        HttpResponse<String> second = otto.get(next(first.body()), "HX-Request", "true");

        // Then
        assertThat(rows(first.body())).hasSize(50);
        assertThat(rows(second.body())).hasSize(50).doesNotContainAnyElementsOf(rows(first.body()));
        assertThat(first.body().length()).isLessThan(LARGEST_PAGE);
    }

    private static String next(String page) {
        Matcher next = NEXT.matcher(page);
        assertThat(next.find()).as(page).isTrue();
        return next.group(1).replace("&amp;", "&");
    }

    private static List<String> rows(String page) {
        return ROW.matcher(page).results().map(row -> row.group(1)).toList();
    }

    @Test
    void aCauseAmongThemIsOpenedNotedAndMarked() {
        // Given
        String cause = rows(otto.get("/console/causes").body()).get(0);

        // When
        HttpResponse<String> marked =
                otto.act("/console/causes/" + cause, "from", "OPEN", "state", "ACKNOWLEDGED", "reason", "seen");
        HttpResponse<String> noted = otto.act("/console/causes/" + cause + "/notes", "text", "the shop knows");

        // Then
        assertThat(marked.statusCode()).isEqualTo(303);
        assertThat(noted.statusCode()).isEqualTo(303);
        assertThat(otto.get("/console/causes/" + cause).body()).contains("the shop knows", "acknowledged");
        assertThat(hub.cli("dead-letters", "causes", "show", cause).out()).contains("the shop knows", "ACKNOWLEDGED");
    }

    @Test
    void theCommandLineShowsTheFirstAndSaysHowToGoOn() {
        // When
        HubFixture.CliResult causes = hub.cli("dead-letters", "causes");
        HubFixture.CliResult groups = hub.cli("dead-letters", "groups");

        // Then
        assertThat(causes.out().lines()).hasSizeBetween(50, 60);
        assertThat(causes.out()).contains("More: --after ");
        assertThat(groups.out().lines()).hasSizeLessThan(1_200);
    }

    @Test
    void aNewCauseIsFoundByItsLetterAndOnItsPage() {
        // When
        String letter = hub.awaitLetter(
                        hub.accepted(MEMBERS, memberWithTooLongName("MC-1").toString()))
                .path("id")
                .asText();
        String cause = hub.letter(letter).path("group").asText();

        // Then
        assertThat(otto.get("/console/causes/" + cause).body()).contains("firstname", letter);
        assertThat(hub.cli("dead-letters", "list", "cause:" + cause).out()).contains(letter);
    }
}

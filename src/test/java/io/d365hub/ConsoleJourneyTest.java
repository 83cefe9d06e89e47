package io.d365hub;

import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console over HTTP: who gets in, who may do what, and what hostile messages can do to a page. */
@Timeout(300)
class ConsoleJourneyTest {

    private static final String MEMBERS = "members";
    private static final String OTHERS = "others";
    private static final String HOSTILE =
            "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 1234567*8 }}</textarea></pre>&lt;";

    @RegisterExtension
    static final PrintedLog log = new PrintedLog();

    private static final OpenIdProvider PROVIDER = OpenIdProvider.started();

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
                    TestRoute.members(MEMBERS).with("parentWait", "1s"),
                    TestRoute.members(OTHERS).with("parentWait", "1s"))
            .setting("hub.console.public-url", "http://hub.example.com")
            .setting("hub.console.openid.issuer", PROVIDER.issuer())
            .setting("hub.console.openid.client-id", OpenIdProvider.CLIENT)
            .setting("hub.console.openid.client-secret", OpenIdProvider.SECRET);

    private static final Map<String, String> PASSWORDS = new HashMap<>();
    private static final Map<String, ConsoleVisitor> VISITORS = new HashMap<>();
    private static String letter;
    private static String anothersLetter;
    private static String quoted;

    @BeforeAll
    static void usersAndLetters() {
        PASSWORDS.put("otto", hub.user("otto", "--role", "operator", "--integrations", MEMBERS));
        PASSWORDS.put("ada", hub.user("ada", "--role", "administrator", "--reveals"));
        PASSWORDS.put("mona", hub.user("mona", "--role", "administrator", "--integrations", MEMBERS));
        PASSWORDS.put("vera", hub.user("vera", "--role", "viewer"));
        // The hub reads the file a moment later.
        PASSWORDS.keySet().forEach(ConsoleJourneyTest::signedIn);
        letter = dead(MEMBERS, "P-70001");
        anothersLetter = dead(OTHERS, "P-70002");
        hub.dataverse()
                .fault(
                        "{\"matchKey\":\"P-70077\",\"times\":0,\"status\":400,\"code\":\"0x80040265\",\"message\":\"A plug-in"
                                + " stopped the write: zoe@secret.example is no address.\"}");
        String message = hub.accepted(
                MEMBERS, member("P-70077").put("email", "zoe@secret.example").toString());
        quoted = hub.awaitLetter(message).path("id").asText();
    }

    private static String dead(String integration, String key) {
        String body = member(key)
                .put("lastName", HOSTILE.repeat(8))
                .put("email", "zoe@secret.example")
                .toString();
        return hub.awaitLetter(hub.accepted(integration, body, "X-Note", HOSTILE))
                .path("id")
                .asText();
    }

    private static ConsoleVisitor visitor() {
        return new ConsoleVisitor(hub.managementPort());
    }

    private static ConsoleVisitor signedIn(String name) {
        return VISITORS.computeIfAbsent(name, who -> hub.visitor(who, PASSWORDS.get(who)));
    }

    // --- Getting in

    @ParameterizedTest
    @ValueSource(
            strings = {"/console/", "/console/letters", "/console/batches", "/console/virtual", "/console/no-page"})
    void whoIsNotSignedInIsSentToTheSignIn(String page) {
        HttpResponse<String> answer = visitor().get(page);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("/console/login?next=");
    }

    @Test
    void aWrongPasswordLetsNobodyInAndSaysNotWhatIsWrong() {
        // When
        HttpResponse<String> wrongPassword = visitor().signIn("vera", "wrong wrong wrong");
        HttpResponse<String> wrongName = visitor().signIn("nobody", "wrong wrong wrong");

        // Then
        assertThat(wrongPassword.statusCode()).isEqualTo(401);
        assertThat(wrongName.statusCode()).isEqualTo(401);
        assertThat(wrongPassword.body()).contains("Name or password is wrong.");
        assertThat(wrongName.body()).contains("Name or password is wrong.");
    }

    @Test
    void guessingHasToWait() {
        // Given
        for (int guess = 0; guess < 5; guess++) {
            visitor().signIn("guessed", "guess number " + guess);
        }

        // When
        HttpResponse<String> answer = visitor().signIn("guessed", "wrong wrong wrong");

        // Then
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aSignInThatAnotherSiteMadeIsRefused() {
        assertThat(visitor()
                        .post("/console/login", "name", "vera", "password", PASSWORDS.get("vera"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aTokenThatWasThereBeforeTheSignInIsWorthNothing() {
        // Given
        ConsoleVisitor planted = visitor();
        planted.signIn("vera", PASSWORDS.get("vera"));
        String before = planted.cookie("hub-session");

        // When
        planted.signIn("vera", PASSWORDS.get("vera"));

        // Then
        ConsoleVisitor thief = visitor();
        thief.setCookie("hub-session", before);
        assertThat(planted.cookie("hub-session")).isNotEqualTo(before);
        assertThat(thief.get("/console/").statusCode()).isEqualTo(303);
        assertThat(planted.get("/console/").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "d365hub_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' or 1=1 --", "%00"})
    void aForgedCookieIsNoSession(String forged) {
        ConsoleVisitor visitor = visitor();
        visitor.setCookie("hub-session", forged);

        assertThat(visitor.get("/console/").statusCode()).isEqualTo(303);
    }

    @Test
    void afterSigningOutTheTokenIsWorthNothing() {
        // Given
        ConsoleVisitor visitor = visitor();
        visitor.signIn("vera", PASSWORDS.get("vera"));
        String token = visitor.cookie("hub-session");

        // When
        visitor.act("/console/logout");

        // Then
        ConsoleVisitor thief = visitor();
        thief.setCookie("hub-session", token);
        assertThat(thief.get("/console/").statusCode()).isEqualTo(303);
    }

    @Test
    void theCookieIsOutOfReachOfScriptsAndOtherSites() {
        HttpResponse<String> answer = visitor().signIn("vera", PASSWORDS.get("vera"));

        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("hub-session=")
                        && cookie.contains("HTTPOnly")
                        && cookie.contains("SameSite=Lax"));
    }

    @Test
    void aUserWhoIsTakenAwayIsOutAtOnce() {
        // Given
        String password = hub.user("shortly", "--role", "viewer");
        ConsoleVisitor visitor = hub.visitor("shortly", password);

        // When
        hub.cli("users", "remove", "shortly");

        // Then
        Awaitility.await()
                .atMost(HubFixture.PATIENCE)
                .until(() -> visitor.get("/console/").statusCode() == 303);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "//evil.example", "/console/\\evil", "/admin/status", "javascript:x"})
    void afterSigningInNobodyIsSentElsewhere(String next) {
        // Given
        ConsoleVisitor visitor = visitor();
        String token = ConsoleVisitor.token(visitor.get("/console/login"));

        // When
        HttpResponse<String> answer = visitor.post(
                "/console/login", "token", token, "name", "vera", "password", PASSWORDS.get("vera"), "next", next);

        // Then
        assertThat(answer.headers().firstValue("Location")).contains("/console/");
    }

    @Test
    void aPersonOfTheOrganisationComesInByOpenIdConnect() {
        // Given
        ConsoleVisitor visitor = visitor();
        String atProvider = location(visitor.get("/console/login/openid"));
        String back = location(hub.send(HttpRequest.newBuilder(URI.create(atProvider))));

        // When
        HttpResponse<String> answer = visitor.get(back.replace("http://hub.example.com", ""));

        // Then
        assertThat(location(answer)).isEqualTo("/console/");
        assertThat(visitor.get("/console/").body()).contains("olga@example.com", "operator");
    }

    @Test
    void anAnswerOfTheProviderThatThisBrowserDidNotAskForLetsNobodyIn() {
        // Given
        String atProvider = location(visitor().get("/console/login/openid"));
        String back = location(hub.send(HttpRequest.newBuilder(URI.create(atProvider))));

        // When
        HttpResponse<String> answer = visitor().get(back.replace("http://hub.example.com", ""));

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("You were not signed in.");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body()));
    }

    @Test
    void aDeveloperGoesInWithoutPasswordFromThisMachine() {
        // Given
        ConsoleVisitor visitor = visitor();
        String token = ConsoleVisitor.token(visitor.get("/console/login"));

        // When
        visitor.post("/console/login/development", "token", token);

        // Then
        assertThat(visitor.get("/console/").body()).contains("developer");
    }

    @Test
    void theWayInForDevelopersIsShutToWhoeverComesThroughAProxy() {
        assertThat(visitor()
                        .get("/console/login", "X-Forwarded-For", "203.0.113.7")
                        .body())
                .doesNotContain("Continue as developer");
    }

    // --- What everybody is told

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/login",
                "/console/",
                "/console/letters",
                "/console/no-page",
                "/console/assets/x/console.js"
            })
    void everyAnswerForbidsScriptsInPages(String page) {
        assertThat(signedIn("vera").get(page).headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console/letters",
                "/console/causes",
                "/console/replays",
                "/console/batches",
                "/console/webhooks",
                "/console/virtual"
            })
    void everyPageIsShownToAViewer(String page) {
        HttpResponse<String> answer = signedIn("vera").get(page);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("<h1>").doesNotContain("Exception");
    }

    @Test
    void theDashboardHasItsIntegrations() {
        assertThat(signedIn("vera").get("/console/").body()).contains(MEMBERS, OTHERS, "Dataverse");
    }

    @Test
    void aPartOfThePageIsEnoughToRefreshIt() {
        assertThat(signedIn("vera").get("/console/", "HX-Request", "true").body())
                .startsWith("<div id=\"live\"")
                .doesNotContain("<html");
    }

    @Test
    void aTabWhoseSessionHasEndedIsLedToTheSignIn() {
        HttpResponse<String> answer = visitor().get("/console/", "HX-Request", "true");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Redirect")).contains("/console/login");
    }

    // --- Who may do what

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/letters/discard",
                "/console/replays",
                "/console/replays/plan",
                "/console/replays/00000000-0000-4000-8000-000000000000/cancel",
                "/console/integrations/members/suspend",
                "/console/integrations/members/resume",
                "/console/batches/members/start"
            })
    void aViewerChangesNothing(String path) {
        HttpResponse<String> answer = signedIn("vera").act(path, "letter", letter, "reason", "x");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(hub.letter(letter).path("state").asText()).isEqualTo("OPEN");
    }

    @Test
    void aFormWithoutTokenChangesNothing() {
        HttpResponse<String> answer = signedIn("ada").post("/console/letters/discard", "letter", letter, "reason", "x");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(hub.letter(letter).path("state").asText()).isEqualTo("OPEN");
    }

    @Test
    void aFormOfAnEarlierSignInIsRefusedInWords() {
        // Given
        ConsoleVisitor visitor = visitor();
        visitor.signIn("ada", PASSWORDS.get("ada"));
        String stale = ConsoleVisitor.token(visitor.get("/console/"));
        visitor.signIn("ada", PASSWORDS.get("ada"));

        // When
        HttpResponse<String> answer =
                visitor.post("/console/letters/discard", "token", stale, "letter", letter, "reason", "x");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("before you signed in", "Open the page again");
    }

    @Test
    void anOperatorSeesNothingOfOtherIntegrations() {
        ConsoleVisitor otto = signedIn("otto");

        assertThat(otto.get("/console/").body()).contains(MEMBERS).doesNotContain(OTHERS);
        assertThat(otto.get("/console/letters?query=").body()).contains(letter).doesNotContain(anothersLetter);
        assertThat(otto.get("/console/letters/" + anothersLetter).statusCode()).isEqualTo(404);
    }

    @Test
    void anOperatorChangesNothingOfOtherIntegrations() {
        HttpResponse<String> answer =
                signedIn("otto").act("/console/letters/discard", "letter", anothersLetter, "reason", "x");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(hub.letter(anothersLetter).path("state").asText()).isEqualTo("OPEN");
    }

    @Test
    void aLetterIsDiscardedWithNameAndReason() {
        // Given
        String doomed = dead(MEMBERS, "P-70003");

        // When
        signedIn("otto").act("/console/letters/discard", "letter", doomed, "reason", "a test order");

        // Then
        JsonNode discarded = hub.letter(doomed);
        assertThat(discarded.path("state").asText()).isEqualTo("DISCARDED");
        assertThat(discarded.path("closedBy").asText()).isEqualTo("otto");
        assertThat(discarded.path("closeReason").asText()).isEqualTo("a test order");
    }

    @Test
    void aLetterThatSomebodyElseDealtWithIsToldInWords() {
        // Given
        String doomed = dead(MEMBERS, "P-70004");
        signedIn("otto").act("/console/letters/discard", "letter", doomed, "reason", "first");

        // When
        HttpResponse<String> answer =
                signedIn("ada").act("/console/letters/discard", "letter", doomed, "reason", "second");

        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("somebody was faster");
    }

    @Test
    void aLetterWhoseReplayArrivedNamesTheRow() {
        // Given
        String account = "C-97901";
        String message = hub.accepted(MEMBERS, memberOf("P-70091", account).toString());
        String replayed = hub.awaitLetter(message).path("id").asText();
        hub.dataverse().createAccount(account);

        // When
        hub.cli("dead-letters", "replay", replayed, "--reason", "the account is there");
        hub.awaitState(message, "delivered");

        // Then
        assertThat(signedIn("otto").get("/console/letters/" + replayed).body())
                .contains("to <code>contacts(hub_externalid=", "P-70091");
    }

    @Test
    void aReplayIsPlannedAndThenMadeInTheNameOfThePerson() {
        // Given
        String again = dead(MEMBERS, "P-70005");
        HttpResponse<String> plan = signedIn("otto").act("/console/replays/plan", "letter", again, "ramp", "1");

        // When
        HttpResponse<String> started = signedIn("otto")
                .act(
                        "/console/replays",
                        "letter",
                        again,
                        "ramp",
                        "1",
                        "failures",
                        "100",
                        "expected",
                        "1",
                        "reason",
                        "the field is longer now");

        // Then
        assertThat(plan.body()).contains("Dry run", "Replay 1 letter");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(303);
        assertThat(signedIn("ada").get(location(started)).body()).contains("otto", "the field is longer now", again);
    }

    @Test
    void aReplayOfOtherLettersThanWereShownIsNotMade() {
        HttpResponse<String> answer =
                signedIn("ada").act("/console/replays", "query", "state:open", "expected", "4711", "reason", "x");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("4711");
    }

    @Test
    void anOperatorReplaysNothingOfOtherIntegrations() {
        HttpResponse<String> answer = signedIn("otto")
                .act("/console/replays", "query", "id:" + anothersLetter, "expected", "1", "reason", "x");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(hub.letter(anothersLetter).path("state").asText()).isEqualTo("OPEN");
    }

    @Test
    void anIntegrationIsSuspendedForAReasonThatIsWrittenDown() {
        // Given
        HttpResponse<String> asked = signedIn("ada").get("/console/integrations/" + OTHERS + "/suspend");

        // When
        signedIn("ada").act("/console/integrations/" + OTHERS + "/suspend", "reason", "release at ten tonight");
        signedIn("ada").act("/console/integrations/" + OTHERS + "/resume", "reason", "release is over");

        // Then
        assertThat(asked.body()).contains("Suspend " + OTHERS + "?", "Reason");
        assertThat(signedIn("ada").get("/console/audit").body())
                .contains("integration.suspended", "release at ten tonight", "integration.resumed");
    }

    @Test
    void nothingIsDiscardedWithoutReason() {
        assertThat(signedIn("otto")
                        .act("/console/letters/discard", "letter", letter, "reason", " ")
                        .statusCode())
                .isEqualTo(422);
    }

    // --- Personal data

    @Test
    void personalDataIsMasked() {
        assertThat(signedIn("otto").get("/console/letters/" + letter).body())
                .contains("•••••")
                .doesNotContain("zoe@secret.example", "alert(1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/letters",
                "/console/letters?query=key:P-70077",
                "/console/letters/ID",
                "/console/letters/ID/mapped",
                "/admin/dead-letters/ID/mapped",
                "/admin/dead-letters",
                "/admin/dead-letters/ID",
                "/admin/dead-letters/ID/versions",
                "/admin/dead-letters/export",
                "/admin/trace/ID",
                "/console/causes",
                "/console/causes/CAUSE",
                "/admin/dead-letters/causes",
                "/admin/dead-letters/causes/CAUSE",
                "/admin/dead-letters/groups"
            })
    void whatTheTargetQuotesOfAMessageIsMaskedToo(String where) {
        // Given
        String path = where.replace("ID", quoted)
                .replace("CAUSE", hub.letter(quoted).path("group").asText());

        // When
        HttpResponse<String> answer = path.startsWith("/admin/")
                ? hub.admin("GET", path.substring("/admin/".length()), null)
                : signedIn("vera").get(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("•••••").doesNotContain("zoe@secret.example");
    }

    @Test
    void aDryRunShowsNothingPersonal() {
        // When
        HttpResponse<String> page = signedIn("otto").act("/console/replays/plan", "letter", quoted, "ramp", "1");
        HttpResponse<String> answer = hub.admin("POST", "dead-letters/replays/plan", "{\"ids\":[\"" + quoted + "\"]}");

        // Then
        assertThat(page.body()).contains("Dry run").doesNotContain("zoe@secret.example");
        assertThat(answer.body()).contains("is no address").doesNotContain("zoe@secret.example");
    }

    @Test
    void whoMayNotRevealIsShownNothing() {
        HttpResponse<String> answer =
                signedIn("otto").act("/console/letters/" + letter + "/reveal", "reason", "curious");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("zoe@secret.example");
    }

    @Test
    void whoMayRevealIsShownTheMessage() {
        HttpResponse<String> answer =
                signedIn("ada").act("/console/letters/" + letter + "/reveal", "reason", "customer asks");

        assertThat(answer.body()).contains("zoe@secret.example", "P-70001");
    }

    @Test
    void revealingIsInTheAuditTrailWithNameLetterAndReason() {
        // When
        signedIn("ada").act("/console/letters/" + letter + "/reveal", "reason", "customer called at three");

        // Then
        assertThat(signedIn("ada").get("/console/audit?id=" + letter).body())
                .contains("ada", "letter.revealed", "customer called at three", letter);
    }

    @Test
    void anAdministratorOfSomeIntegrationsSeesTheirActsAndNoOthers() {
        // Given
        String hers = dead(MEMBERS, "P-70090");
        String anothers = dead(OTHERS, "P-70091");
        ConsoleVisitor ada = signedIn("ada");
        ada.act("/console/letters/discard", "letter", hers, "reason", "the scope of mona");
        ada.act("/console/letters/discard", "letter", anothers, "reason", "far from mona");
        ada.act("/console/integrations/" + MEMBERS + "/resume", "reason", "mona may know");
        ada.act("/console/integrations/" + OTHERS + "/resume", "reason", "mona need not know");
        ConsoleVisitor mona = signedIn("mona");

        // When
        List<String> views = List.of(
                mona.get("/console/audit").body(),
                mona.get("/console/audit/export").body());

        // Then
        assertThat(ada.get("/console/audit").body())
                .contains("the scope of mona", "far from mona", "mona need not know");
        assertThat(views).allSatisfy(view -> assertThat(view)
                .contains("the scope of mona", "mona may know")
                .doesNotContain("far from mona", "mona need not know"));
        assertThat(mona.get("/console/audit?id=" + hers).body()).contains("the scope of mona");
        assertThat(mona.get("/console/audit?id=" + anothers).body()).doesNotContain("far from mona");
    }

    @Test
    void theAuditTrailIsForAdministrators() {
        assertThat(signedIn("otto").get("/console/audit").statusCode()).isEqualTo(403);
        assertThat(signedIn("otto").get("/console/audit/export").statusCode()).isEqualTo(403);
        assertThat(signedIn("ada").get("/console/audit/export").statusCode()).isEqualTo(200);
    }

    // --- Hostile and odd input

    @Test
    void markupInAMessageIsText() {
        String page = signedIn("ada")
                .act("/console/letters/" + letter + "/reveal", "reason", "customer asks")
                .body();

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "{{ 1234567*8 }}")
                .doesNotContain("<script>alert", "<img src=x", "9876536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/letters?query=", "/console/login?next="})
    void markupInAnAddressIsText(String address) {
        String page = signedIn("vera")
                .get(address + "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")
                .body();

        assertThat(page).doesNotContain("<script>alert");
    }

    @Test
    void aQueryThatIsNotUnderstoodIsExplainedOnThePage() {
        HttpResponse<String> answer = signedIn("vera").get("/console/letters?query=kind%3Anonsense");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("role=\"alert\"", "nonsense");
    }

    @Test
    void aQueryForAnIntegrationThatNobodyKnowsNamesTheNearestThatThePersonMaySee() {
        assertThat(signedIn("ada")
                        .get("/console/letters?query=integration%3Aothrs")
                        .body())
                .contains("no integration", "othrs", "nearest name is", OTHERS);
        assertThat(signedIn("otto")
                        .get("/console/letters?query=integration%3Aothrs")
                        .body())
                .doesNotContain("&#39;" + OTHERS, "'" + OTHERS + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/letters/nonsense",
                "/console/letters?after=nonsense",
                "/console/batches/none",
                "/console/%00"
            })
    void whatIsNotThereIsToldOnAPage(String address) {
        HttpResponse<String> answer = signedIn("vera").get(address);

        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("Exception", "io.d365hub");
    }

    @Test
    void aFormThatIsFarTooLargeIsRefused() {
        HttpResponse<String> answer = visitor().post("/console/login", "name", "x".repeat(100_000));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void noPasswordAndNoTokenIsLogged() {
        // Given
        ConsoleVisitor visitor = visitor();
        visitor.signIn("vera", PASSWORDS.get("vera"));
        visitor.get("/console/letters/" + UUID.randomUUID());

        // Then
        List<String> secrets = List.of(PASSWORDS.get("vera"), visitor.cookie("hub-session"));
        assertThat(log.lines()).noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }
}

package io.d365hub;

import io.d365hub.access.User;
import io.d365hub.access.Users;
import io.d365hub.access.WatchedFile;
import io.d365hub.audit.AuditTrail;
import io.d365hub.console.AuditScope;
import io.d365hub.console.BatchControl;
import io.d365hub.console.IntegrationControl;
import io.d365hub.console.LetterScope;
import io.d365hub.console.MappedLetters;
import io.d365hub.console.ShownLetters;
import io.d365hub.console.VirtualTables;
import io.d365hub.console.WebhookControl;
import io.d365hub.console.signin.OpenIdSignIn;
import io.d365hub.console.signin.PasswordSignIn;
import io.d365hub.console.signin.Sessions;
import io.d365hub.console.web.AuditPages;
import io.d365hub.console.web.BatchPages;
import io.d365hub.console.web.CausePages;
import io.d365hub.console.web.Console;
import io.d365hub.console.web.ConsoleSettings;
import io.d365hub.console.web.DashboardPages;
import io.d365hub.console.web.EditPages;
import io.d365hub.console.web.FlowHistory;
import io.d365hub.console.web.LetterPages;
import io.d365hub.console.web.LetterSearch;
import io.d365hub.console.web.ReplayPages;
import io.d365hub.console.web.Reveals;
import io.d365hub.console.web.SignInPages;
import io.d365hub.console.web.VirtualPages;
import io.d365hub.console.web.WebhookPages;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.LetterEdits;
import io.d365hub.deadletter.LetterRedirects;
import io.d365hub.deadletter.PublicWords;
import io.d365hub.deadletter.Rehearsals;
import io.d365hub.deadletter.SubjectIntegrations;
import io.d365hub.deadletter.replay.ReplayPlans;
import io.d365hub.ledger.Balance;
import io.d365hub.privacy.ColumnClasses;
import io.d365hub.privacy.Masking;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operators' pages, joined with what they show. */
final class ConsoleParts {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleParts.class);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    private final WatchedFile<Users> users;
    private final Sessions sessions;
    private final FlowHistory flows = new FlowHistory();
    private final Services services;
    private final ConsoleSettings access;
    private final boolean openId;

    /** What the pages show and act upon. */
    record Services(
            HubDatabase database,
            HubState state,
            IntegrationControl integrations,
            ReplayPlans plans,
            Rehearsals rehearsals,
            LetterEdits edits,
            LetterRedirects redirects,
            BatchControl batches,
            WebhookControl webhooks,
            VirtualTables virtual,
            Clock clock) {}

    private ConsoleParts(Settings settings, Services services) {
        this.services = services;
        this.users = users(settings);
        this.openId = settings.isSet("hub.console.openid.issuer");
        this.access = new ConsoleSettings(
                ConsoleAccess.publicUrl(settings),
                settings.development() && LOOPBACK.contains(settings.text("hub.management.host")));
        this.sessions = new Sessions(
                services.database(),
                services.clock(),
                users,
                Duration.ofMinutes(settings.number("hub.console.idle-minutes")),
                Duration.ofHours(settings.number("hub.console.longest-hours")));
    }

    /**
     * Mounts the pages.
     *
     * @throws HubStartException when a setting or the users file is wrong
     */
    static ConsoleParts mount(Settings settings, Router router, Services services) {
        ConsoleParts parts = new ConsoleParts(settings, services);
        SignInPages signIn = new SignInPages(
                parts.access,
                parts.sessions,
                new PasswordSignIn(parts.users, services.clock()),
                ConsoleAccess.openId(settings).map(OpenIdSignIn::new));
        AuditTrail audit = new AuditTrail(services.database(), services.clock());
        Masking masking = masking(settings);
        Reveals reveals = new Reveals(audit);
        ShownLetters shown = new ShownLetters(services.state().deadLetters(), masking);
        SubjectIntegrations subjects = new SubjectIntegrations(services.database());
        LetterSearch search = new LetterSearch(
                new LetterScope(services.state().deadLetters(), subjects),
                shown,
                () -> services.state().ledger().balances().stream()
                        .map(Balance::name)
                        .toList());
        new Console(router, parts.access, parts.sessions, signIn)
                .with(new DashboardPages(
                        services.integrations(), services.state().ledger(), parts.flows, services.clock()))
                .with(new CausePages(services.state().causes(), search))
                .with(LetterPages.of(
                        search,
                        shown,
                        services.edits(),
                        services.state().ledger(),
                        reveals,
                        new MappedLetters(services.rehearsals(), shown)))
                .with(new EditPages(
                        search,
                        masking,
                        new EditPages.Services(
                                services.edits(),
                                services.redirects(),
                                services.state().archive(),
                                reveals)))
                .with(ReplayPages.of(services.state().replays(), services.plans(), search))
                .with(new BatchPages(services.batches()))
                .with(new WebhookPages(services.webhooks()))
                .with(new VirtualPages(services.virtual()))
                .with(new AuditPages(audit, new AuditScope(audit, subjects)))
                .done();
        return parts;
    }

    static Masking masking(Settings settings) {
        return new Masking(new ColumnClasses(
                ConsoleAccess.words(settings.text("hub.personal.columns"), ","),
                ConsoleAccess.words(settings.text("hub.personal.open-columns"), ","),
                settings.flag("hub.personal.mask-others")));
    }

    /** Sentences about messages without what is personal in these. */
    static PublicWords publicWords(Settings settings) {
        Masking masking = masking(settings);
        return new PublicWords() {
            @Override
            public UnaryOperator<String> about(byte[] body, String contentType) {
                return masking.body(body, contentType, false)::scrub;
            }

            @Override
            public String row(String name) {
                return masking.row(name);
            }
        };
    }

    private static WatchedFile<Users> users(Settings settings) {
        try {
            return WatchedFile.ofUsers(settings.path("hub.users"));
        } catch (IOException | IllegalArgumentException e) {
            throw new HubStartException(
                    "The hub was not started.",
                    "Its users cannot be read. " + e.getMessage(),
                    "Correct " + settings.text("hub.users") + ".",
                    e);
        }
    }

    /** Whose token for the admin API this is. */
    Optional<User> userOf(String token) {
        return users.get().ofToken(token);
    }

    /** Whether anybody has a way in. */
    boolean hasWayIn() {
        return access.developmentSignIn() || openId || !users.get().all().isEmpty();
    }

    /** Takes a changed users file over; a wrong one is told once and leaves everything as it was. */
    void reload() {
        try {
            if (users.reload()) {
                LOG.info("Users were read anew; there are {}", users.get().all().size());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The changed users file is not used, the users of before stay. {}", e.getMessage());
        }
    }

    /** Notes how many messages came and went. */
    void look() {
        flows.look(services.clock().instant(), services.state().ledger().balances());
    }

    void prune() {
        sessions.prune();
    }
}

package io.d365hub;

import io.d365hub.access.AdminToken;
import io.d365hub.console.AdminApi;
import io.d365hub.console.AuditResources;
import io.d365hub.console.AuditScope;
import io.d365hub.console.BackupResources;
import io.d365hub.console.BatchControl;
import io.d365hub.console.BatchResources;
import io.d365hub.console.Caller;
import io.d365hub.console.CauseResources;
import io.d365hub.console.DeadLetterResources;
import io.d365hub.console.EventResources;
import io.d365hub.console.IntegrationControl;
import io.d365hub.console.IntegrationResources;
import io.d365hub.console.LedgerResources;
import io.d365hub.console.LetterArchiveResources;
import io.d365hub.console.LetterEditResources;
import io.d365hub.console.LetterScope;
import io.d365hub.console.LetterTransferResources;
import io.d365hub.console.MappedLetters;
import io.d365hub.console.ReplayResources;
import io.d365hub.console.RevealedLetters;
import io.d365hub.console.ShownLetters;
import io.d365hub.console.VirtualResources;
import io.d365hub.console.WebhookControl;
import io.d365hub.console.WebhookResources;
import io.d365hub.console.web.FlowHistory;
import io.d365hub.deadletter.LetterEdits;
import io.d365hub.deadletter.LetterExamples;
import io.d365hub.deadletter.LetterRedirects;
import io.d365hub.deadletter.Rehearsals;
import io.d365hub.deadletter.SubjectIntegrations;
import io.d365hub.deadletter.replay.ReplayPlans;
import io.d365hub.intake.MessageCheck;
import io.d365hub.intake.MessageStates;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.ledger.Balance;
import io.d365hub.message.Sequence;
import io.d365hub.throttle.GovernorSnapshot;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The two faces for operators, console and admin API, joined with what they show and act upon. */
final class AdminParts {

    private static final Duration LOOK_AT_USERS = Duration.ofSeconds(2);

    private final HubFoundation hub;
    private final Services services;
    private final Rehearsals rehearsals;
    private final LetterEdits edits;
    private final LetterRedirects redirects;
    private final ReplayPlans plans;
    private final HubWebhooks subscriptions;
    private final VirtualTableView virtual;
    private final ConsoleParts console;

    /**
     * What operators see of the hub.
     *
     * @param governors asked whenever somebody wants to know why work waits
     * @param virtual empty until the virtual tables run
     * @param messageStates throws an IllegalStateException until the intake is open
     */
    record Services(
            HubClients clients,
            HubStores stores,
            HubState state,
            LaneRuntime lanes,
            IntegrationSuspensions suspensions,
            IntegrationControl integrations,
            BatchControl batches,
            EventParts events,
            WebhookParts webhooks,
            Supplier<List<GovernorSnapshot>> governors,
            Supplier<Optional<VirtualParts>> virtual,
            Supplier<MessageStates> messageStates) {}

    private AdminParts(HubFoundation hub, Services services, Router router) {
        this.hub = hub;
        this.services = services;
        HubState state = services.state();
        int bodyLimit = IntakeParts.settings(hub.settings()).bodyLimit();
        rehearsals = new RouteRehearsals(
                hub.integrations(),
                Path.of(hub.settings().text("hub.routes")),
                new MessageCheck(IntakeParts.settings(hub.settings()).message()));
        redirects = hub.started(state.redirects(rehearsals, new Sequence(hub.clock())));
        redirects.start();
        plans = new ReplayPlans(
                state.selection(),
                rehearsals,
                new DataverseOutlook(services.governors()),
                ConsoleParts.publicWords(hub.settings()));
        edits = state.edits(rehearsals, bodyLimit);
        subscriptions = new HubWebhooks(
                services.webhooks(),
                services.stores().database(),
                state,
                services.lanes(),
                services.suspensions(),
                hub.clock());
        virtual = new VirtualTableView(services.virtual());
        console = console(router);
    }

    /** Mounts console and admin API on the management port. */
    static AdminParts mount(HubFoundation hub, Services services, Router router) {
        AdminParts parts = new AdminParts(hub, services, router);
        parts.mountApi(router);
        hub.every(LOOK_AT_USERS, parts.console::reload);
        hub.every(FlowHistory.BETWEEN_LOOKS, parts.console::look);
        hub.pruning(moment -> parts.console.prune());
        return parts;
    }

    /** Whether anybody has a way into the console. */
    boolean hasWayIntoConsole() {
        return console.hasWayIn();
    }

    private ConsoleParts console(Router router) {
        return ConsoleParts.mount(
                hub.settings(),
                router,
                new ConsoleParts.Services(
                        services.stores().database(),
                        services.state(),
                        services.integrations(),
                        plans,
                        rehearsals,
                        edits,
                        redirects,
                        services.batches(),
                        subscriptions,
                        virtual,
                        hub.clock()));
    }

    private void mountApi(Router router) {
        HubState state = services.state();
        ShownLetters shown = new ShownLetters(state.deadLetters(), ConsoleParts.masking(hub.settings()));
        RevealedLetters reveals = new RevealedLetters(state.audit());
        Supplier<Collection<String>> names =
                () -> state.ledger().balances().stream().map(Balance::name).toList();
        SubjectIntegrations subjects = new SubjectIntegrations(services.stores().database());
        LetterScope letters = new LetterScope(state.deadLetters(), subjects);
        AuditScope acts = new AuditScope(state.audit(), subjects);
        new AdminApi(router, this::caller)
                .with(new LetterTransferResources(letters, shown, state.audit(), importer()))
                .with(new IntegrationResources(services.integrations()))
                .with(new BatchResources(services.batches()))
                .with(new LedgerResources(state.ledger()))
                .with(new CauseResources(state.causes()))
                .with(new ReplayResources(state.replays(), plans, letters, names))
                .with(new LetterArchiveResources(state.archive(), letters))
                .with(new LetterEditResources(
                        new LetterEditResources.Services(
                                edits,
                                redirects,
                                new LetterExamples(state.deadLetters(), rehearsals),
                                new MappedLetters(rehearsals, shown)),
                        letters,
                        shown,
                        reveals))
                .with(new AuditResources(
                        state.audit(),
                        acts,
                        new LetterTraces(
                                state,
                                acts,
                                shown,
                                () -> services.messageStates().get(),
                                new EventTraces(state.ledger(), () -> subscriptions.list().stream()
                                        .map(WebhookControl.Line::name)
                                        .toList()))))
                .with(new DeadLetterResources(letters, shown, reveals, names))
                .with(new EventResources(services.events()
                        .registration(id -> state.ledger().find(id).isPresent(), hub.clock())))
                .with(new WebhookResources(subscriptions))
                .with(new VirtualResources(virtual))
                .with(new BackupResources(
                        new RunningBackup(hub.settings(), services.stores(), state.audit(), hub.clock())))
                .done();
    }

    private LetterImporter importer() {
        HubState state = services.state();
        return new LetterImporter(
                state.deadLetters(),
                state.ledger(),
                state.audit(),
                services.stores().connections(),
                hub.integrations());
    }

    private Optional<Caller> caller(String authorization) {
        if (services.clients().adminToken().allows(authorization)) {
            return Optional.of(Caller.ofAdminToken());
        }
        return Optional.ofNullable(authorization)
                .filter(value -> value.startsWith(AdminToken.SCHEME))
                .flatMap(value -> console.userOf(value.substring(AdminToken.SCHEME.length())))
                .map(Caller::of);
    }
}

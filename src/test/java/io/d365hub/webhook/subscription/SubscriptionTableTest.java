package io.d365hub.webhook.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.message.MessageIds;
import io.d365hub.webhook.delivery.Attempt.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubscriptionTableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SecretSeal SEAL = new SecretSeal("a key of this hub");

    @TempDir
    Path folder;

    private HubDatabase open(TestDatabases kind) {
        return HubDatabase.open(kind.settings(folder.resolve("database")));
    }

    private DeclaredSubscriptions declared() {
        return DeclaredSubscriptions.read(folder.resolve("webhooks"), text -> text.replace("{{shop}}", "https://shop"));
    }

    private void declare(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("webhooks"));
        Files.writeString(folder.resolve("webhooks").resolve(name + ".yaml"), text);
    }

    @ParameterizedTest
    @EnumSource
    void aDeclarationThatChangesKeepsSecretsAndState(TestDatabases kind) throws IOException {
        // Given
        declare("shop", "url: '{{shop}}/hooks'\nevents: order.placed");
        try (HubDatabase database = open(kind)) {
            SubscriptionTable table = new SubscriptionTable(database);
            declared().saveTo(table, SEAL, new SecureRandom());
            StoredSubscription before = table.find("shop").orElseThrow();
            table.state("shop", SubscriptionState.DISABLED, "An operator disabled it.");
            // When
            declare("shop", "url: '{{shop}}/new'\nevents: order.placed");
            declared().saveTo(table, SEAL, new SecureRandom());
            // Then
            StoredSubscription after = table.find("shop").orElseThrow();
            assertThat(after.definition()).contains("https://shop/new");
            assertThat(after.secrets()).isEqualTo(before.secrets());
            assertThat(after.state()).isEqualTo(SubscriptionState.DISABLED);
            assertThat(after.revision()).isGreaterThan(before.revision());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeclarationThatIsGoneIsDisabledUntilItIsBack(TestDatabases kind) throws IOException {
        // Given
        declare("shop", "url: https://shop.example\nevents: order.placed");
        try (HubDatabase database = open(kind)) {
            SubscriptionTable table = new SubscriptionTable(database);
            declared().saveTo(table, SEAL, new SecureRandom());
            // When
            Path file = folder.resolve("webhooks").resolve("shop.yaml");
            Files.move(file, folder.resolve("shop.yaml"));
            declared().saveTo(table, SEAL, new SecureRandom());
            // Then
            assertThat(table.find("shop").orElseThrow().because())
                    .contains("The file that declared it is gone", "shop");
            // And when
            Files.move(folder.resolve("shop.yaml"), file);
            declared().saveTo(table, SEAL, new SecureRandom());
            // Then
            assertThat(table.find("shop").orElseThrow().state()).isEqualTo(SubscriptionState.ENABLED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstFailureAfterASuccessIsRemembered(TestDatabases kind) {
        try (HubDatabase database = open(kind)) {
            SubscriptionTable table = new SubscriptionTable(database);
            table.add("shop", "{}", "", "");
            // When
            table.failingSince("shop", Optional.of(NOW));
            table.failingSince("shop", Optional.of(NOW.plusSeconds(60)));
            // Then
            assertThat(table.find("shop").orElseThrow().failingSince()).contains(NOW);
            // And when
            table.failingSince("shop", Optional.empty());
            // Then
            assertThat(table.find("shop").orElseThrow().failingSince()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoRotationsAtOneMomentOneIsRefused(TestDatabases kind) {
        try (HubDatabase database = open(kind)) {
            SubscriptionTable table = new SubscriptionTable(database);
            table.add("shop", "{}", "", "first");
            // Then
            assertThat(table.secrets("shop", "first", "second")).isTrue();
            assertThat(table.secrets("shop", "first", "third")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void failedCallsAreShownNewestFirstInPagesUntilTheyAreOld(TestDatabases kind) {
        try (HubDatabase database = open(kind)) {
            AttemptTable table = new AttemptTable(database);
            table.add(IntStream.range(0, 5)
                    .mapToObj(n -> new FailedAttempt(
                            MessageIds.timeOrdered(NOW.plusSeconds(n)),
                            "shop",
                            "event-" + n,
                            "order.placed",
                            NOW.plusSeconds(n),
                            20_000,
                            0,
                            Outcome.AWAY,
                            "No answer came.",
                            "x".repeat(5_000)))
                    .toList());
            // When
            List<FailedAttempt> first = table.of("shop", Optional.empty(), 3);
            List<FailedAttempt> second =
                    table.of("shop", Optional.of(first.get(2).id()), 3);
            // Then
            assertThat(first).extracting(FailedAttempt::event).containsExactly("event-4", "event-3", "event-2");
            assertThat(second).extracting(FailedAttempt::event).containsExactly("event-1", "event-0");
            // And when
            table.prune(NOW.plusSeconds(4));
            // Then
            assertThat(table.of("shop", Optional.empty(), 10)).hasSize(1);
        }
    }

    @org.junit.jupiter.api.Test
    void wrongFilesAreToldWithTheirNamesAllAtOnce() throws IOException {
        // Given
        declare("shop", "url: https://shop.example");
        declare("Shop2", "url: https://shop.example\nevents: '*'");
        declare("broken", "url: [");
        // Then
        assertThat(declared().mistakes())
                .extracting(mistake ->
                        mistake.toString().substring(folder.toString().length()))
                .satisfiesExactly(
                        said -> assertThat(said).startsWith("/webhooks/Shop2.yaml:1:1: 'name' is 'Shop2'"),
                        said -> assertThat(said).startsWith("/webhooks/broken.yaml:1:7: This is not valid YAML."),
                        said -> assertThat(said).startsWith("/webhooks/shop.yaml:1:1: 'events' is missing"));
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatHasBecomeWrongLeavesItsSubscriptionAsItIs(TestDatabases kind) throws IOException {
        // Given
        declare("shop", "url: https://shop.example\nevents: '*'");
        try (HubDatabase database = open(kind)) {
            SubscriptionTable table = new SubscriptionTable(database);
            declared().saveTo(table, SEAL, new SecureRandom());
            declare("shop", "url: https://shop.example\nevents: '*'\nordring: all");
            // When
            declared().saveTo(table, SEAL, new SecureRandom());
            // Then
            assertThat(table.find("shop").orElseThrow().state()).isEqualTo(SubscriptionState.ENABLED);
        }
    }
}

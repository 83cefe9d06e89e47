package io.d365hub.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When alerts are told, and that no channel is in the way of another. */
@Timeout(300)
class AlertsTest {

    private static final Duration QUIET = Duration.ofHours(1);
    private static final Instant NIGHT = Instant.parse("2026-01-05T03:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NIGHT);

    @TempDir
    private Path folder;

    /** Takes everything down. */
    private static class Pager implements AlertChannel {

        private final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "pager";
        }

        @Override
        public void tell(Alert alert, int heldBack) throws Exception {
            told.add(alert.kind().code() + " " + alert.subject() + " " + heldBack);
        }

        void awaitTold(String... expected) {
            await().untilAsserted(() -> assertThat(told).containsExactly(expected));
        }
    }

    private Alerts alerts(HubDatabase database, AlertChannel... channels) {
        return new Alerts(new AlertTable(database, now::get), QUIET, List.of(channels), List.of(Duration.ofMillis(10)));
    }

    private Alert growth(String integration) {
        return new Alert(Alert.Kind.GROWTH, integration, now.get(), "Many die.", "So it is.", "Look.");
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void theSameIsToldAgainAfterTheQuietTimeWithHowOftenItWasMet(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            Pager pager = new Pager();
            try (Alerts alerts = alerts(database, pager)) {
                alerts.raise(growth("orders"));
                alerts.raise(growth("orders"));
                alerts.raise(growth("invoices"));
                alerts.raise(growth("orders"));
                pager.awaitTold("growth orders 0", "growth invoices 0");

                // When
                now.set(NIGHT.plus(QUIET));
                alerts.raise(growth("orders"));

                // Then
                pager.awaitTold("growth orders 0", "growth invoices 0", "growth orders 2");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void ofTwoHubsOneTellsIt(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            Pager pager = new Pager();
            try (Alerts one = alerts(database, pager);
                    Alerts other = alerts(database, pager)) {
                // When
                one.raise(growth("orders"));
                other.raise(growth("orders"));
                other.raise(growth("last"));

                // Then
                await().untilAsserted(() ->
                        assertThat(pager.told).containsExactlyInAnyOrder("growth orders 0", "growth last 0"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestDatabases.class, names = "H2")
    void whatHappensOnceIsToldOnce(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            Pager pager = new Pager();
            try (Alerts alerts = alerts(database, pager)) {
                alerts.raiseOnce(growth("orders"));

                // When
                now.set(NIGHT.plus(Duration.ofDays(30)));
                alerts.raiseOnce(growth("orders"));
                alerts.raise(growth("last"));

                // Then
                pager.awaitTold("growth orders 0", "growth last 0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestDatabases.class, names = "H2")
    void aChannelThatDoesNotAnswerKeepsNobodyWaiting(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            CountDownLatch never = new CountDownLatch(1);
            AlertChannel dead = new Pager() {
                @Override
                public void tell(Alert alert, int heldBack) throws InterruptedException {
                    never.await();
                }
            };
            Pager pager = new Pager();
            try (Alerts alerts = alerts(database, dead, pager)) {
                // When
                alerts.raise(growth("orders"));
                alerts.raise(growth("last"));

                // Then
                pager.awaitTold("growth orders 0", "growth last 0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestDatabases.class, names = "H2")
    void aChannelThatFailsIsTriedAgain(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            AtomicInteger tries = new AtomicInteger();
            Pager pager = new Pager() {
                @Override
                public void tell(Alert alert, int heldBack) throws Exception {
                    if (tries.incrementAndGet() == 1) {
                        throw new IOException("nobody there");
                    }
                    super.tell(alert, heldBack);
                }
            };
            try (Alerts alerts = alerts(database, pager)) {
                // When
                alerts.raise(growth("orders"));

                // Then
                pager.awaitTold("growth orders 0");
            }
        }
    }
}

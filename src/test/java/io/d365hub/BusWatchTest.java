package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.alert.Alert;
import io.d365hub.alert.AlertChannel;
import io.d365hub.alert.AlertTable;
import io.d365hub.alert.Alerts;
import io.d365hub.bus.Destination;
import io.d365hub.bus.bridge.Bridges;
import io.d365hub.bus.bridge.Bridges.Hearing;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a bridge that hears nothing is an alert. */
@Timeout(300)
class BusWatchTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final List<Alert> told = new CopyOnWriteArrayList<>();
    private final AlertChannel channel = new AlertChannel() {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public void tell(Alert alert, int heldBack) {
            told.add(alert);
        }
    };
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-01-05T03:00:00Z");
    private volatile Hearing hearing = Hearing.LOST;
    private HubDatabase database;
    private Alerts alerts;
    private BusWatch watch;

    @BeforeEach
    void open() {
        database = HubDatabase.open(TestDatabases.H2.settings(folder));
        alerts = new Alerts(new AlertTable(database, clock), Duration.ofHours(1), List.of(channel));
        watch = new BusWatch(
                alerts,
                () -> List.of(
                        new Bridges.State("erp", Destination.queue("orders"), hearing, "It lost the bus: refused")),
                LIMIT,
                clock);
    }

    @AfterEach
    void close() {
        alerts.close();
        database.close();
    }

    private void lookAfter(Duration time) {
        now = now.plus(time);
        watch.look();
    }

    @Test
    void aBusThatIsAwayForLongIsAnAlertThatSaysWhy() {
        // When
        watch.look();
        lookAfter(LIMIT);
        // Then
        await().until(() -> !told.isEmpty());
        assertThat(told).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(Alert.Kind.BUS_LOST);
            assertThat(alert.what()).contains("queue 'orders' of the bus 'erp'");
            assertThat(alert.why()).contains("refused");
        });
    }

    @Test
    void oneThatIsBackInBetweenIsNone() {
        // Given
        watch.look();
        // When
        hearing = Hearing.HEARS;
        lookAfter(LIMIT);
        hearing = Hearing.LOST;
        lookAfter(Duration.ofSeconds(30));
        // Then
        alerts.close();
        assertThat(told).isEmpty();
    }

    @Test
    void aHubThatIsFullIsNone() {
        // Given
        hearing = Hearing.FULL;
        // When
        watch.look();
        lookAfter(LIMIT);
        // Then
        alerts.close();
        assertThat(told).isEmpty();
    }
}

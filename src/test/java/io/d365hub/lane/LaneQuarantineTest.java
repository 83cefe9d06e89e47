package io.d365hub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.broker.TestBroker;
import io.d365hub.failure.FailureKind;
import io.d365hub.ledger.Outcome;
import io.d365hub.message.HubMessage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that die, started as real ones. */
class LaneQuarantineTest extends LaneTestBase {

    private static final String PASSWORD = "a-fixed-password";
    private static final long LIMIT_SECONDS = 180;

    @BeforeEach
    void openBroker() {
        replaceBroker(TestBroker.settings(folder.resolve("shared")).withHubPassword(PASSWORD));
    }

    private Process process() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path").replace("\n", File.pathSeparator),
                        MortalHub.class.getName(),
                        broker.tcpUrl(),
                        PASSWORD,
                        folder.resolve("data").toString())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectErrorStream(true)
                .start();
    }

    private List<HubMessage> withPoison(int count) {
        List<HubMessage> messages = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            messages.add(message("key-" + n, n));
        }
        messages.add(count / 2, message("bad", "poison".getBytes(StandardCharsets.UTF_8)));
        return messages;
    }

    @Test
    void aMessageThatKillsTheProcessIsADeadLetterAfterTheThirdDeathAndAllOthersAreDelivered() throws Exception {
        // Given
        List<UUID> ids = send(withPoison(300));
        for (int death = 1; death <= 3; death++) {
            Process mortal = process();
            assertThat(mortal.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("death %d", death)
                    .isTrue();
            assertThat(mortal.exitValue()).isEqualTo(1);
            assertThat(letters()).isEmpty();
        }
        // When
        Process survivor = process();
        try {
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> workDepth() + parkDepth() == 0);
        } finally {
            survivor.getOutputStream().close();
            survivor.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        // Then
        assertThat(survivor.exitValue()).isZero();
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.failure().kind()).isEqualTo(FailureKind.QUARANTINED);
            assertThat(letter.message().body()).asString().isEqualTo("poison");
        });
        assertThat(settledOnce(ids)).isEqualTo(Map.of(Outcome.DELIVERED, 300, Outcome.DEAD, 1));
    }
}

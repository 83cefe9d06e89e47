package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many changes of one record among changes of others: they travel together, and in order whatever fails. */
@Timeout(300)
class HotKeyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NDJSON = "application/x-ndjson";
    private static final int MESSAGES = 3_000;
    private static final int LINES = 500;
    private static final int OTHER_KEYS = 70;
    private static final int LATENCY_MILLIS = 20;

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.contactRows("calm"), TestRoute.contactRows("stormy"));

    private final Map<String, Integer> lastOfKey = new HashMap<>();

    @BeforeEach
    void answersTakeTheirTime() {
        hub.dataverse().latency(LATENCY_MILLIS);
    }

    @AfterEach
    void answersComeAtOnce() {
        hub.dataverse().latency(0);
    }

    private List<String> messages(String hot) {
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < MESSAGES; n++) {
            String key = n % 10 < 3 ? hot : hot + "-no-" + n % OTHER_KEYS;
            lastOfKey.put(key, n);
            lines.add("{\"hub_externalid\":\"%s\",\"lastname\":\"Hot\",\"description\":\"%d\"}".formatted(key, n));
        }
        return lines;
    }

    private void pushAll(String integration, List<String> lines) {
        for (int from = 0; from < lines.size(); from += LINES) {
            String portion = String.join("\n", lines.subList(from, from + LINES)) + "\n";
            String key = UUID.randomUUID().toString();
            // A broker under load may say "later", and may have stored them all the same: hence the key.
            Awaitility.await().atMost(HubFixture.PATIENCE).untilAsserted(() -> {
                HttpResponse<String> answer =
                        hub.push(integration, portion, "Content-Type", NDJSON, "Idempotency-Key", key);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            });
        }
    }

    private static JsonNode bodyOf(JsonNode letter) throws JsonProcessingException {
        return JSON.readTree(hub.letter(letter.path("id").asText()).path("body").asText());
    }

    private static int number(JsonNode row) {
        return row.path("description").asInt(-1);
    }

    /** Looks at the row again and again until the integration has settled everything; returns what was seen. */
    private static List<Integer> watch(String integration, String key) {
        List<Integer> seen = new ArrayList<>();
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    seen.add(number(hub.dataverse().row("contacts", "hub_externalid", key)));
                    JsonNode ledger = hub.ledger(integration);
                    return ledger.path("delivered").asInt()
                                    + ledger.path("dead").asInt()
                            == MESSAGES;
                });
        seen.add(number(hub.dataverse().row("contacts", "hub_externalid", key)));
        return seen;
    }

    @Test
    void changesOfAHotRecordTravelTogetherAndInOrder() {
        // Given
        List<String> lines = messages("HOT");
        int before = hub.dataverse().calls();
        // When
        pushAll("calm", lines);
        List<Integer> seen = watch("calm", "HOT");
        // Then
        assertThat(hub.dataverse().calls() - before - seen.size()).isLessThan(MESSAGES / 10);
        assertThat(hub.ledger("calm").path("delivered").asInt()).isEqualTo(MESSAGES);
        assertThat(seen).isSorted();
        lastOfKey.forEach((key, last) -> assertThat(number(hub.dataverse().row("contacts", "hub_externalid", key)))
                .as(key)
                .isEqualTo(last));
    }

    @Test
    void failuresOfAHotRecordDoNotChangeItsOrder() throws JsonProcessingException {
        // Given
        // Dataverse refuses a last name of more than 50 characters.
        List<String> lines = messages("STORM");
        for (int n = 150; n < MESSAGES; n += 300) {
            lines.set(n, lines.get(n).replace("Hot", "H".repeat(51)));
        }
        Random random = new Random(7);
        for (int n = 0; n < 12; n++) {
            int status = n % 2 == 0 ? 500 : 503;
            hub.dataverse()
                    .fault("{\"on\":\"upsert\",\"matchKey\":\"STORM\",\"times\":1,\"afterCalls\":%d,\"status\":%d}"
                            .formatted(random.nextInt(400), status));
        }
        // When
        pushAll("stormy", lines);
        List<Integer> seen = watch("stormy", "STORM");
        // Then
        assertThat(seen).isSorted();
        Set<Integer> dead = new HashSet<>();
        for (JsonNode letter : hub.deadLetters("stormy")) {
            dead.add(number(bodyOf(letter)));
        }
        assertThat(dead).hasSize(MESSAGES / 300);
        List<Integer> delivered = new ArrayList<>();
        for (int n = 0; n < MESSAGES; n++) {
            if (n % 10 < 3 && !dead.contains(n)) {
                delivered.add(n);
            }
        }
        assertThat(seen.get(seen.size() - 1)).isEqualTo(Collections.max(delivered));
    }
}

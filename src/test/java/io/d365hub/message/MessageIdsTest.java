package io.d365hub.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:30:00Z");
    private static final List<String> INTEGRATIONS = List.of("contacts", "webshop-orders");
    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void anIssuedIdTellsItsIntegration() {
        // Given
        UUID id = MessageIds.issue("webshop-orders", NOW, new Random(1));
        // When
        var integration = MessageIds.issuedFor(id, INTEGRATIONS, NOW, WEEK);
        // Then
        assertThat(integration).contains("webshop-orders");
    }

    @Test
    void anIdThatWasNeverIssuedIsRecognised() {
        // Given
        UUID strange = new UUID(new Random(1).nextLong(), new Random(2).nextLong());
        // When
        var integration = MessageIds.issuedFor(strange, INTEGRATIONS, NOW, WEEK);
        // Then
        assertThat(integration).isEmpty();
    }

    @Test
    void oneChangedDigitIsRecognised() {
        // Given
        String id = MessageIds.issue("contacts", NOW, new Random(1)).toString();
        UUID changed = UUID.fromString((id.charAt(0) == 'a' ? "b" : "a") + id.substring(1));
        // When
        var integration = MessageIds.issuedFor(changed, INTEGRATIONS, NOW, WEEK);
        // Then
        assertThat(integration).isEmpty();
    }

    @Test
    void anIdOfLongAgoIsNotTakenForQueued() {
        // Given
        UUID id = MessageIds.issue("contacts", NOW.minus(Duration.ofDays(9)), new Random(1));
        // When
        var integration = MessageIds.issuedFor(id, INTEGRATIONS, NOW, WEEK);
        // Then
        assertThat(integration).isEmpty();
    }

    @Test
    void issuedIdsAreUuidsOfVersion8AndDiffer() {
        // Given
        Random random = new Random(1);
        Set<UUID> ids = new HashSet<>();
        // When
        for (int i = 0; i < 100_000; i++) {
            ids.add(MessageIds.issue("contacts", NOW, random));
        }
        // Then
        assertThat(ids).hasSize(100_000).allMatch(id -> id.version() == 8 && id.variant() == 2);
    }

    @Test
    void theSameKeyOfTheSameClientGivesTheSameId() {
        // Given
        UUID first = MessageIds.forIdempotencyKey("webshop", "webshop-orders", "k-1");
        // When
        UUID second = MessageIds.forIdempotencyKey("webshop", "webshop-orders", "k-1");
        // Then
        assertThat(second).isEqualTo(first).matches(id -> id.version() == 5);
    }

    @Test
    void whereOneNameEndsAndTheNextBeginsMatters() {
        // Given
        UUID one = MessageIds.forIdempotencyKey("ab", "c", "k");
        // When
        UUID other = MessageIds.forIdempotencyKey("a", "bc", "k");
        // Then
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void derivedIdsAreThoseOfTheStandard() {
        // Given: the name space of domain names and the id of python.org, as RFC 9562 and others compute it
        UUID domainNames = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        // When
        UUID derived = MessageIds.version5(domainNames, "python.org");
        // Then
        assertThat(derived).hasToString("886313e1-3b8a-5372-9b90-0c9aee199e5d");
    }
}

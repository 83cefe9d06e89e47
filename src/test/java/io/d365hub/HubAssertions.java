package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.FailureKind;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions in the words of the hub. */
final class HubAssertions {

    private HubAssertions() {}

    /** On a dead letter as the admin API tells it. */
    static DeadLetterAssert assertThatLetter(JsonNode letter) {
        return new DeadLetterAssert(letter);
    }

    static final class DeadLetterAssert extends AbstractAssert<DeadLetterAssert, JsonNode> {

        private DeadLetterAssert(JsonNode letter) {
            super(letter, DeadLetterAssert.class);
            as("dead letter %s", letter);
        }

        DeadLetterAssert hasKind(FailureKind kind) {
            return has("kind", kind.name());
        }

        DeadLetterAssert has(String field, String value) {
            Assertions.assertThat(text(field)).as(descriptionText()).isEqualTo(value);
            return this;
        }

        DeadLetterAssert says(String field, String... parts) {
            Assertions.assertThat(text(field)).as(descriptionText()).contains(parts);
            return this;
        }

        /** All three sentences are there. */
        DeadLetterAssert isExplained() {
            for (String sentence : new String[] {"what", "why", "mend"}) {
                Assertions.assertThat(text(sentence))
                        .as(sentence + " of " + descriptionText())
                        .isNotBlank();
            }
            return this;
        }

        private String text(String field) {
            return actual.path(field).asText();
        }
    }
}

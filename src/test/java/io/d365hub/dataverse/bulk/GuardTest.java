package io.d365hub.dataverse.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.dataverse.client.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GuardTest {

    @Test
    void anErrorInAStepIsToldToThoseWhoWait() {
        // Given
        List<PartOutcome> told = new ArrayList<>();
        CompletableFuture<Void> steps = new CompletableFuture<>();
        Guard.over(List.of(unit(told)), steps);
        // When
        steps.completeExceptionally(new IllegalStateException("a mistake"));
        // Then
        assertThat(told).singleElement().satisfies(outcome -> assertThat(outcome.failure())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("an error of its own")));
    }

    @Test
    void stepsThatEndWellAreLeftAlone() {
        // Given
        List<PartOutcome> told = new ArrayList<>();
        // When
        Guard.over(List.of(unit(told)), CompletableFuture.completedFuture(null));
        // Then
        assertThat(told).isEmpty();
    }

    private static Unit unit(List<PartOutcome> told) {
        return new Unit(Set.of("key"), null, () -> true, null) {
            @Override
            Ready ready() {
                return null;
            }

            @Override
            CompletableFuture<PartOutcome> alone(boolean afterLoss) {
                return new CompletableFuture<>();
            }

            @Override
            DataverseException withdrawn() {
                throw new IllegalStateException("nothing is withdrawn here");
            }

            @Override
            void settle(PartOutcome outcome) {
                told.add(outcome);
            }
        };
    }
}

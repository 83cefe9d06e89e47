package io.d365hub.deadletter;

import java.util.List;
import java.util.Optional;

/**
 * Some causes, those with most open letters first.
 *
 * @param next where the next page begins; empty on the last one
 */
public record CausePage(List<Cause> causes, Optional<String> next) {

    public CausePage {
        causes = List.copyOf(causes);
    }
}

package io.d365hub.deadletter;

import java.util.List;
import java.util.Optional;

/**
 * Some dead letters, latest death first.
 *
 * @param letters at most as many as were asked for
 * @param next where the next page begins; empty on the last one
 */
public record LetterPage(List<Letter> letters, Optional<String> next) {

    public LetterPage {
        letters = List.copyOf(letters);
    }
}

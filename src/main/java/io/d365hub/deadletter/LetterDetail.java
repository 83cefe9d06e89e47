package io.d365hub.deadletter;

import java.util.List;

/**
 * One dead letter with everything that is known of it.
 *
 * @param letter the letter
 * @param content what it carries; personal data
 * @param lineage all letters of the same accepted message, oldest first, this one among them
 */
public record LetterDetail(Letter letter, LetterContent content, List<Letter> lineage) {

    public LetterDetail {
        lineage = List.copyOf(lineage);
    }
}

package io.d365hub.deadletter;

import java.util.UUID;

/** Where a letter stands in the list: by death, then by id. The text form is what callers get and give back. */
record LetterPlace(long diedAt, UUID id) {

    static LetterPlace of(Letter letter) {
        return new LetterPlace(letter.diedAt().toEpochMilli(), letter.id());
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when somebody else wrote it
     */
    static LetterPlace parse(String text) {
        int separator = text.indexOf('_');
        try {
            return new LetterPlace(
                    Long.parseLong(text.substring(0, Math.max(0, separator))),
                    UUID.fromString(text.substring(separator + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is not the place of a dead letter in the list. Take the value of 'next' of the page before."
                            .formatted(text),
                    e);
        }
    }

    @Override
    public String toString() {
        return diedAt + "_" + id;
    }
}

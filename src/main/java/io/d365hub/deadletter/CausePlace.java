package io.d365hub.deadletter;

import java.util.UUID;

/** Where a cause stands in the list: by its open letters, then by id. The text form is what callers get and give back. */
record CausePlace(long letters, UUID id) {

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when somebody else wrote it
     */
    static CausePlace parse(String text) {
        LetterPlace place = LetterPlace.parse(text);
        return new CausePlace(place.diedAt(), place.id());
    }

    @Override
    public String toString() {
        return letters + "_" + id;
    }
}

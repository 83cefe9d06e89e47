package io.d365hub.deadletter.query;

import io.d365hub.deadletter.LetterState;
import io.d365hub.failure.FailureKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a query may ask of a letter. */
public enum Field {
    STATE("state", "state", Type.NAME),
    INTEGRATION("integration", "integration", Type.TEXT),
    TABLE("table", "table_name", Type.TEXT),
    STEP("step", "step", Type.TEXT),
    KEY("key", "key_digest", Type.DIGEST),
    KIND("kind", "kind", Type.NAME),
    CODE("code", "code", Type.TEXT),
    CLIENT("client", "client", Type.TEXT),
    CAUSE("cause", "group_id", Type.ID),
    MESSAGE("message", "message_id", Type.ID),
    ID("id", "id", Type.ID),
    JOB("job", "replay_job", Type.ID),
    DIED("died", "died_at", Type.TIME),
    ACCEPTED("accepted", "accepted_at", Type.TIME),
    /** How long ago it died; becomes {@link #DIED} when a query is read. */
    AGE("age", "died_at", Type.AGE),
    TEXT("text", "", Type.WORDS);

    /** How names of declared payload fields begin. */
    public static final String PAYLOAD = "payload.";

    enum Type {
        NAME,
        TEXT,
        DIGEST,
        ID,
        TIME,
        AGE,
        WORDS
    }

    private final String word;
    private final String column;
    private final Type type;

    Field(String word, String column, Type type) {
        this.word = word;
        this.column = column;
        this.type = type;
    }

    /** As it is written in a query. */
    public String word() {
        return word;
    }

    /** The values that it may have; empty when they are not known beforehand. */
    public List<String> choices() {
        return switch (this) {
            case STATE -> names(LetterState.values());
            case KIND -> names(FailureKind.values());
            default -> List.of();
        };
    }

    String column() {
        return column;
    }

    Type type() {
        return type;
    }

    /** Words that are known from elsewhere are taken too. */
    static Optional<Field> of(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "group" -> Optional.of(CAUSE);
            case "time" -> Optional.of(DIED);
            default ->
                Arrays.stream(values())
                        .filter(field -> field.word.equals(lower))
                        .findFirst();
        };
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Field::word).toList();
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }
}

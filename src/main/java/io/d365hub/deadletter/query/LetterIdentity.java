package io.d365hub.deadletter.query;

/**
 * Conditions over the message and the record key of letters, {@code dead_letter d}. With PostgreSQL their indexes lie in {@code
 * dead_letter_identity}, because there a change of a letter's state writes all indexes of its row.
 */
public final class LetterIdentity {

    private LetterIdentity() {}

    /** Letters of messages; {@code comparison} with its operator, such as {@code "= :message"}. */
    public static String message(String comparison, boolean h2) {
        return condition("message_id", comparison, h2);
    }

    /** Letters of record keys, by their digest. */
    public static String key(String comparison, boolean h2) {
        return condition("key_digest", comparison, h2);
    }

    private static String condition(String column, String comparison, boolean h2) {
        return h2
                ? "d." + column + " " + comparison
                : "d.id in (select i.letter from dead_letter_identity i where i." + column + " " + comparison + ")";
    }
}

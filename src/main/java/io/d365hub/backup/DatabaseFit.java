package io.d365hub.backup;

import java.util.List;

/** How a database stands to the backup that it is to be used with, and what that means for its messages. */
public enum DatabaseFit {
    /** It is the one. */
    SAME(List.of()),
    /** It has no tables of a hub: those of the backup are put there. */
    EMPTY(List.of("The database has no tables of a hub yet: those of the backup are put there.")),
    /** It went on after the backup. */
    NEWER(
            List.of(
                    "The database is newer than the broker of this backup.",
                    "Messages that it knows as delivered since then lie in the broker's queues still and are delivered again: an upsert"
                            + " of the same row changes nothing, but it takes a row back that has changed since; actions, creates"
                            + " without a key and webhooks are done twice.",
                    "Messages that were accepted since then and are not settled are in neither: their senders have to send them again,"
                            + " under new idempotency keys, because the database still knows the old ones.",
                    "Replays that sent letters since then wait for verdicts that never come: cancel them (./hub replays cancel).")),
    /** It is of a moment before the backup. */
    OLDER(List.of(
            "The database is older than the broker of this backup.",
            "Messages that were settled in between have left the broker and are unknown to the database: delivered ones are"
                    + " not counted, and dead letters of that time are lost.",
            "Nothing is delivered twice. Senders that kept the ids of their 202 can ask GET /messages/{id}: what is unknown was"
                    + " settled in between, or lies in a queue.")),
    /** It is of another hub, or of a hub that was restored since and went another way. */
    FOREIGN(List.of(
            "The database has another history than this backup: its audit trail is not the one that the manifest names.",
            "Receipts and replays in the broker are about messages that this database does not know."));

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> sentences;

    DatabaseFit(List<String> sentences) {
        this.sentences = sentences;
    }

    /** What it means, one sentence each; none when it fits. */
    public List<String> sentences() {
        return sentences;
    }

    /**
     * Compares.
     *
     * @param wanted what the manifest says
     * @param found what the database holds
     * @param auditHashThen the hash of the entry in that database whose number the manifest's trail ends with; empty when it
     *     has none
     */
    static DatabaseFit of(DatabaseFacts wanted, DatabaseFacts found, String auditHashThen) {
        if (found.auditSequence() < wanted.auditSequence()) {
            return OLDER;
        }
        if (wanted.auditSequence() > 0 && !auditHashThen.equals(wanted.auditHash())) {
            return FOREIGN;
        }
        long receipts = Long.compare(found.newestReceipt(), wanted.newestReceipt());
        if (receipts < 0) {
            return OLDER;
        }
        boolean same = receipts == 0
                && found.auditSequence() == wanted.auditSequence()
                && found.settled().equals(wanted.settled())
                && found.deadLetters().equals(wanted.deadLetters());
        return same ? SAME : NEWER;
    }
}

package io.d365hub.console.web;

import io.d365hub.console.ShownLetters;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterContent;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.LetterEdits;
import io.d365hub.deadletter.LetterVersion;
import io.d365hub.ledger.Ledger;
import io.d365hub.ledger.MessageState;
import io.d365hub.privacy.MaskedMessage;
import io.d365hub.privacy.Masking;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One letter as its page shows it: without personal data, unless it is revealed. */
final class LetterView {

    private final ShownLetters shown;
    private final Masking masking;
    private final LetterEdits edits;
    private final Ledger ledger;

    LetterView(ShownLetters shown, LetterEdits edits, Ledger ledger) {
        this.ledger = ledger;
        this.shown = shown;
        this.masking = shown.masking();
        this.edits = edits;
    }

    Map<String, Object> of(LetterDetail detail, boolean revealed) {
        Letter letter = detail.letter();
        List<LetterVersion> versions = edits.versions(letter.id());
        LetterContent original =
                versions.isEmpty() ? detail.content() : versions.get(0).content();
        LetterContent content = versions.isEmpty()
                ? original
                : versions.get(versions.size() - 1).content();
        MaskedMessage before = masking.body(original.body(), letter.contentType(), revealed);
        MaskedMessage body = masking.body(content.body(), letter.contentType(), revealed);
        Map<String, Object> model = new HashMap<>();
        model.put("letter", letter);
        model.put("revealed", revealed);
        model.put("recordKey", shown.recordKey(content.recordKey(), before, revealed));
        model.put("what", before.scrub(letter.what()));
        model.put("why", before.scrub(letter.why()));
        model.put("headers", masking.headers(content.headers(), revealed));
        model.put("body", body);
        model.put("lineage", revealed ? detail.lineage() : shown.masked(detail.lineage()));
        model.put(
                "arrivals",
                ledger
                        .find(letter.message())
                        .filter(entry ->
                                entry.state() == MessageState.DELIVERED || entry.state() == MessageState.FILTERED)
                        .stream()
                        .toList());
        model.put(
                "edits",
                versions.stream().filter(version -> version.version() > 0).toList());
        model.put("diff", DiffRows.of(before.text(), body.text()));
        // Masked values look the same when they are not.
        model.put("maskedChange", !revealed && !before.values().equals(body.values()));
        return model;
    }
}

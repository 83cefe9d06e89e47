package io.d365hub.console.web;

import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterContent;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.LetterEdits;
import io.d365hub.deadletter.LetterVersion;
import io.d365hub.privacy.MaskedMessage;
import io.d365hub.privacy.Masking;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One letter as its page shows it: without personal data, unless it is revealed. */
final class LetterView {

    /** The column name under which record keys are classified. */
    static final String RECORD_KEY = "recordKey";

    private final Masking masking;
    private final LetterEdits edits;

    LetterView(Masking masking, LetterEdits edits) {
        this.masking = masking;
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
        model.put(
                "recordKey",
                revealed || !masking.isPersonal(RECORD_KEY) ? before.scrub(content.recordKey()) : Masking.MASK);
        model.put("what", before.scrub(letter.what()));
        model.put("why", before.scrub(letter.why()));
        model.put("headers", masking.headers(content.headers(), revealed));
        model.put("body", body);
        model.put("lineage", detail.lineage());
        model.put(
                "edits",
                versions.stream().filter(version -> version.version() > 0).toList());
        model.put("diff", DiffRows.of(before.text(), body.text()));
        // Masked values look the same when they are not.
        model.put("maskedChange", !revealed && !before.values().equals(body.values()));
        return model;
    }
}

package io.d365hub.console.web;

import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterContent;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.privacy.MaskedMessage;
import io.d365hub.privacy.Masking;
import java.util.HashMap;
import java.util.Map;

/** One letter as its page shows it: without personal data, unless it is revealed. */
final class LetterView {

    /** The column name under which record keys are classified. */
    static final String RECORD_KEY = "recordKey";

    private final Masking masking;

    LetterView(Masking masking) {
        this.masking = masking;
    }

    Map<String, Object> of(LetterDetail detail, boolean revealed) {
        Letter letter = detail.letter();
        LetterContent content = detail.content();
        MaskedMessage body = masking.body(content.body(), letter.contentType(), revealed);
        Map<String, Object> model = new HashMap<>();
        model.put("letter", letter);
        model.put("revealed", revealed);
        model.put(
                "recordKey",
                revealed || !masking.isPersonal(RECORD_KEY) ? body.scrub(content.recordKey()) : Masking.MASK);
        model.put("what", body.scrub(letter.what()));
        model.put("why", body.scrub(letter.why()));
        model.put("headers", masking.headers(content.headers(), revealed));
        model.put("body", body);
        model.put("lineage", detail.lineage());
        return model;
    }
}

package io.d365hub.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterContent;
import io.d365hub.privacy.MaskedMessage;
import io.d365hub.privacy.Masking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Letters as they may be shown to anybody who may see them: without the personal values of their messages, also where the
 * target's words repeat them. Pages, admin API, exports and traces show the same. Thread-safe.
 */
public final class ShownLetters {

    private final DeadLetterStore store;
    private final Masking masking;

    public ShownLetters(DeadLetterStore store, Masking masking) {
        this.store = store;
        this.masking = masking;
    }

    /** Which values are personal. */
    public Masking masking() {
        return masking;
    }

    /** The same letters, their words masked. Reads their messages, some at a time. */
    public List<Letter> masked(List<Letter> letters) {
        List<Letter> shown = new ArrayList<>();
        for (List<Letter> portion : ByBytes.portions(letters)) {
            Map<UUID, LetterContent> contents =
                    store.contents(portion.stream().map(Letter::id).toList());
            portion.forEach(letter -> shown.add(masked(letter, Optional.ofNullable(contents.get(letter.id())))));
        }
        return shown;
    }

    /** The same by their ids. */
    public Map<UUID, Letter> maskedById(List<Letter> letters) {
        return masked(letters).stream().collect(Collectors.toMap(Letter::id, Function.identity(), (one, same) -> one));
    }

    private Letter masked(Letter letter, Optional<LetterContent> content) {
        return content.map(known -> masked(letter, masking.body(known.body(), letter.contentType(), false)))
                .orElse(letter);
    }

    /** A letter whose message is at hand. */
    static Letter masked(Letter letter, MaskedMessage message) {
        return letter.saying(message.scrub(letter.what()), message.scrub(letter.why()));
    }

    /**
     * A record key.
     *
     * @param message the letter's message, masked
     */
    public String recordKey(String key, MaskedMessage message, boolean revealed) {
        if (revealed) {
            return key;
        }
        return masking.isPersonal(Masking.RECORD_KEY) ? Masking.MASK : message.scrub(key);
    }

    /** What a message carries: {@code headers}, and {@code body}, or {@code bodyBase64} when it is revealed and no UTF-8. */
    MaskedMessage putContent(ObjectNode answer, LetterContent content, String contentType, boolean revealed) {
        MaskedMessage message = masking.body(content.body(), contentType, false);
        answer.put("masked", !revealed).put("recordKey", recordKey(content.recordKey(), message, revealed));
        masking.headers(content.headers(), revealed).forEach(answer.putObject("headers")::put);
        if (revealed) {
            DeadLetterResources.putBody(answer, content.body());
        } else {
            answer.put("body", message.text()).put("maskedValues", message.masked());
        }
        return message;
    }
}

package io.d365hub.console;

import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterContent;
import io.d365hub.deadletter.LetterRefusedException;
import io.d365hub.deadletter.Rehearsals;
import io.d365hub.privacy.MaskedMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What today's route would make of a letter, found out without sending anything. Thread-safe. */
public final class MappedLetters {

    private static final String JSON = "application/json";

    private final Rehearsals rehearsals;
    private final ShownLetters shown;

    public MappedLetters(Rehearsals rehearsals, ShownLetters shown) {
        this.rehearsals = rehearsals;
        this.shown = shown;
    }

    /**
     * What would become of a letter.
     *
     * @param refusal why it would be refused before it reaches a target; empty when it would be sent
     * @param sends what would be sent, one text for each call, in their order
     */
    public record Mapped(String refusal, List<String> sends) {}

    /** Tries it; takes up to some seconds. A route that cannot be tried here is a refusal, too. */
    public Mapped of(Letter letter, LetterContent content, boolean revealed) {
        MaskedMessage message = shown.masking().body(content.body(), letter.contentType(), false);
        try (Rehearsals.Session session = rehearsals.open()) {
            Rehearsals.Played played = session.play(letter.integration(), content.headers(), content.body());
            return new Mapped(
                    played.fails()
                            .map(why -> revealed ? why : message.scrub(why))
                            .orElse(""),
                    played.sent().stream()
                            .map(call -> text(call, message, revealed))
                            .toList());
        } catch (LetterRefusedException e) {
            return new Mapped(e.why(), List.of());
        }
    }

    /** A value that the mapping put into a column of another name is masked by what it is. */
    private String text(String call, MaskedMessage message, boolean revealed) {
        String text = shown.masking()
                .body(call.getBytes(StandardCharsets.UTF_8), JSON, revealed)
                .text();
        return revealed ? text : message.scrub(text);
    }
}

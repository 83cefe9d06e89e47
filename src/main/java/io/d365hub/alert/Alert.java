package io.d365hub.alert;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that a person should know.
 *
 * @param subject to what it happened: with the kind, what is told once in a quiet time; an integration, a cause, a job
 * @param what in one sentence; the others say why it matters and what to do. None of them holds personal data
 */
public record Alert(Kind kind, String subject, Instant at, String what, String why, String mend) {

    /** What alerts are about. */
    public enum Kind {
        /** Messages die of something that nobody has seen before. */
        NEW_CAUSE,
        /** Messages die again of what an operator had called resolved. */
        CAUSE_AGAIN,
        /** Many messages of an integration have died this hour. */
        GROWTH,
        /** A message has been waiting for long. */
        WAITING,
        /** A dead letter has been lying for long. */
        OLD_LETTER,
        /** A replay stopped by itself. */
        REPLAY_STOPPED,
        /** The hub takes no messages, or soon will take none. */
        LIMIT,
        /** An integration works no more until somebody acts. */
        SUSPENDED,
        /** Another system's broker has not been heard for long. */
        BUS_LOST;

        /** As programs read it, e.g. {@code new-cause}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Alert {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(at, "at");
    }
}

package io.d365hub.intake;

import io.d365hub.intake.Admission.Admitted;
import io.d365hub.message.HubMessage;
import io.d365hub.message.MessageIds;
import io.d365hub.message.Sequence;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What one request brought, checked.
 *
 * @param id of its message; of the request, when it is one message a line
 * @param messages at least one
 * @param bodySha256 of the whole body, when there is an Idempotency-Key to compare it under
 */
record Parcel(UUID id, List<HubMessage> messages, Optional<byte[]> bodySha256) {

    /** Checks bodies and makes messages of them. Thread-safe. */
    static final class Maker {

        private final MessageCheck check;
        private final int lineLimit;
        private final Clock clock;
        private final Sequence sequence;

        Maker(IntakeSettings settings, Clock clock, Sequence sequence) {
            this.check = new MessageCheck(settings.message());
            this.lineLimit = settings.lineLimit();
            this.clock = clock;
            this.sequence = sequence;
        }

        /** @throws ProblemException when a message is refused; then none is taken */
        Parcel make(Admitted admitted, Map<String, String> headers, byte[] body) {
            UUID id = admitted.idempotencyKey()
                    .map(key -> MessageIds.forIdempotencyKey(
                            admitted.client().name(), admitted.integration().name(), key))
                    .orElseGet(
                            () -> MessageIds.issue(admitted.integration().name(), now(), ThreadLocalRandom.current()));
            List<HubMessage> messages = admitted.lines()
                    ? lines(id, admitted, headers, body)
                    : List.of(single(id, admitted, headers, body));
            return new Parcel(id, messages, admitted.idempotencyKey().map(key -> sha256(body)));
        }

        private HubMessage single(UUID id, Admitted admitted, Map<String, String> headers, byte[] body) {
            try {
                return message(id, check.recordKey(body, admitted.integration()), now(), admitted, headers, body);
            } catch (MessageRefusedException e) {
                throw new ProblemException(Problem.of(e.refusal()));
            }
        }

        private List<HubMessage> lines(UUID request, Admitted admitted, Map<String, String> headers, byte[] body) {
            List<HubMessage> messages = new ArrayList<>();
            Instant now = now();
            int start = 0;
            // A line feed ends a line; behind the last one there is none.
            for (int line = 1; start < body.length || line == 1; line++) {
                if (line > lineLimit) {
                    throw new ProblemException(tooManyLines());
                }
                int feed = indexOfLineFeed(body, start);
                int end = feed > start && body[feed - 1] == '\r' ? feed - 1 : feed;
                try {
                    String recordKey = check.recordKey(body, start, end - start, admitted.integration());
                    messages.add(message(
                            MessageIds.forLine(request, line),
                            recordKey,
                            now,
                            admitted,
                            headers,
                            Arrays.copyOfRange(body, start, end)));
                } catch (MessageRefusedException e) {
                    throw new ProblemException(
                            body.length == 0 ? Problem.of(e.refusal()) : Problem.ofLine(line, e.refusal()));
                }
                start = feed + 1;
            }
            return messages;
        }

        private HubMessage message(
                UUID id,
                String recordKey,
                Instant acceptedAt,
                Admitted admitted,
                Map<String, String> headers,
                byte[] body) {
            return new HubMessage(
                    id,
                    admitted.integration().name(),
                    admitted.client().name(),
                    recordKey,
                    sequence.next(),
                    acceptedAt,
                    admitted.mediaType(),
                    headers,
                    body,
                    Optional.empty());
        }

        private Instant now() {
            return clock.instant().truncatedTo(ChronoUnit.MILLIS);
        }

        private static byte[] sha256(byte[] body) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(body);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }

        private static int indexOfLineFeed(byte[] body, int from) {
            int i = from;
            while (i < body.length && body[i] != '\n') {
                i++;
            }
            return i;
        }

        private Problem tooManyLines() {
            return Problem.of(
                    ProblemType.TOO_LARGE,
                    "None of the messages was taken.",
                    "The body has more than " + lineLimit + " lines.",
                    "Send fewer lines at once.");
        }
    }
}

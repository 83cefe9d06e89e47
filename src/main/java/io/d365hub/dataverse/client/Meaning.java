package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What status, code and words of an answer mean for the message. The code decides first, then the words, then the status. */
record Meaning(FailureKind kind, Mend mend) {

    /** Words that name a mistake of the set-up under codes that stand for many things. */
    private record Words(String part, Mend mend) {}

    private static final List<Words> SET_UP = List.of(
            new Words("the key in the request uri is not valid", Mend.KEYS),
            new Words("resource not found for the segment", Mend.NAMES),
            new Words("could not find a property named", Mend.NAMES),
            new Words("undeclared property", Mend.NAMES),
            new Words("invalid property", Mend.NAMES),
            new Words("no http resource was found", Mend.NAMES),
            new Words("requested api version", Mend.ADDRESS));

    static Meaning of(int status, ErrorBody error) {
        if (status == 429) {
            return new Meaning(FailureKind.THROTTLED, Mend.WAIT);
        }
        if (status == 501) {
            // Comes with the code of passing failures, but what is not built now is not built a second later.
            return new Meaning(FailureKind.REFUSED, Mend.DATA);
        }
        Optional<ErrorCode> code = ErrorCode.of(error.code());
        if (code.isPresent()) {
            return new Meaning(code.get().kind(), code.get().mend());
        }
        String message = error.message().toLowerCase(Locale.ROOT);
        for (Words words : SET_UP) {
            if (message.contains(words.part())) {
                return new Meaning(FailureKind.MISCONFIGURED, words.mend());
            }
        }
        if (status < 300 && error.error()) {
            // Some gateway has lost the true status: nothing can be concluded from this one.
            return new Meaning(FailureKind.TRANSIENT, Mend.AGAIN);
        }
        return of(status, error.json());
    }

    private static Meaning of(int status, boolean json) {
        return switch (status) {
            case 401 -> new Meaning(FailureKind.MISCONFIGURED, Mend.SIGN_IN);
            case 403 -> new Meaning(FailureKind.MISCONFIGURED, Mend.PRIVILEGE);
            case 404 ->
                json
                        ? new Meaning(FailureKind.REFUSED, Mend.ROW_MISSING)
                        : new Meaning(FailureKind.MISCONFIGURED, Mend.ADDRESS);
            case 408, 425 -> new Meaning(FailureKind.TRANSIENT, Mend.AGAIN);
            case 412 -> new Meaning(FailureKind.REFUSED, Mend.EXISTS);
            case 413 -> new Meaning(FailureKind.REFUSED, Mend.TOO_LARGE);
            case 429, 503 -> new Meaning(FailureKind.THROTTLED, Mend.WAIT);
            default -> {
                if (status >= 500) {
                    yield new Meaning(FailureKind.TRANSIENT, Mend.AGAIN);
                }
                yield status >= 400
                        ? new Meaning(FailureKind.REFUSED, Mend.DATA)
                        : new Meaning(FailureKind.MISCONFIGURED, Mend.ADDRESS);
            }
        };
    }
}

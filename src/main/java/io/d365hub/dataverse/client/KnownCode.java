package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * An error code of Dataverse that the hub knows.
 *
 * @param code as the service writes it, e.g. {@code 0x80040217}
 * @param name Microsoft's, in words
 * @param kind what it means for a message
 * @param mend what to do about it
 */
public record KnownCode(String code, String name, FailureKind kind, String mend) {

    /** All of them, by code. */
    public static List<KnownCode> all() {
        return Arrays.stream(ErrorCode.values())
                .map(code -> new KnownCode(
                        code.hex(),
                        code.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        code.kind(),
                        code.mend().sentence()))
                .sorted(Comparator.comparing(KnownCode::code))
                .toList();
    }
}

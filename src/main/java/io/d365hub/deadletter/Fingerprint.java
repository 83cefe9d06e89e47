package io.d365hub.deadletter;

import io.d365hub.failure.Failure;
import io.d365hub.message.MessageIds;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Tells causes of dead letters apart, and recognises them when they come again.
 *
 * @param id of the cause
 * @param words what the reasons of its letters have in common
 */
public record Fingerprint(UUID id, String words) {

    /** Changing anything here splits every cause from its past. */
    private static final UUID NAMESPACE = UUID.fromString("4b1c63c2-6d8e-5a44-9c1f-3d365b0b0002");

    private static final int MOST_WORDS = 300;

    private static final Pattern GUID =
            Pattern.compile("\\{?\\b\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}\\b}?");

    /** An apostrophe within a word is no quotation mark. */
    private static final Pattern QUOTED = Pattern.compile("(?<![\\p{L}\\p{N}])(?:'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’)");

    private static final Pattern WITH_DIGIT = Pattern.compile("[\\p{L}\\p{N}._:+-]*\\p{N}[\\p{L}\\p{N}._:+-]*");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    static Fingerprint of(String integration, Failure failure) {
        String words = words(failure.why().isBlank() ? failure.what() : failure.why());
        String cause = String.join("\n", failure.kind().name(), failure.code(), integration, words);
        if (!failure.table().isEmpty() || !failure.step().isEmpty()) {
            cause = String.join("\n", cause, failure.table(), failure.step());
        }
        return new Fingerprint(MessageIds.version5(NAMESPACE, cause), words);
    }

    /** A sentence without numbers, ids and quoted values. */
    static String common(String sentence) {
        String common = GUID.matcher(sentence).replaceAll("#");
        common = QUOTED.matcher(common).replaceAll("#");
        return WITH_DIGIT.matcher(common).replaceAll("#");
    }

    /** What a sentence has in common with others of its kind, as it is shown. */
    public static String words(String sentence) {
        return StorableText.of(SPACE.matcher(common(sentence)).replaceAll(" ").strip(), MOST_WORDS);
    }
}

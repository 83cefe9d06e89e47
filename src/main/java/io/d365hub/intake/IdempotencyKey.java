package io.d365hub.intake;

/**
 * The header Idempotency-Key: 1 to 255 visible ASCII characters, or the quoted string of the IETF draft, which may hold
 * spaces too. Both forms of one text are the same key.
 */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 255;

    private IdempotencyKey() {}

    /** @throws ProblemException when it is no such key */
    static String parse(String header) {
        boolean quoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
        String key = quoted ? unquoted(header) : header;
        if (key.isEmpty() || key.length() > LONGEST) {
            throw malformed("it must have 1 to " + LONGEST + " characters");
        }
        char least = quoted ? ' ' : '!';
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < least || c > '~' || (!quoted && c == '"')) {
                throw malformed("it must be visible ASCII characters, or a quoted string of ASCII characters");
            }
        }
        return key;
    }

    private static String unquoted(String header) {
        StringBuilder key = new StringBuilder(header.length());
        for (int i = 1; i < header.length() - 1; i++) {
            char c = header.charAt(i);
            if (c == '"') {
                throw malformed("a quote inside a quoted string must be written \\\"");
            }
            if (c == '\\') {
                i++;
                c = header.charAt(i);
                if (i == header.length() - 1 || (c != '"' && c != '\\')) {
                    throw malformed("a backslash in a quoted string must be followed by a quote or a backslash");
                }
            }
            key.append(c);
        }
        return key.toString();
    }

    static ProblemException malformed(String why) {
        return new ProblemException(Problem.of(
                ProblemType.MALFORMED_REQUEST,
                "The message was not taken.",
                "The header Idempotency-Key cannot be used: " + why + ".",
                "Send one key for each message, e.g. a UUID, and the same one when you send that message again."));
    }
}

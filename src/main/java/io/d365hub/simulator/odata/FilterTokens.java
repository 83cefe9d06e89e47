package io.d365hub.simulator.odata;

/** Cuts a {@code $filter} into words, literals and marks. */
final class FilterTokens {

    private final String text;
    private int at;
    private Token current;

    FilterTokens(String text) {
        this.text = text;
        advance();
    }

    /** What a piece of the text is. */
    enum Kind {
        WORD,
        QUOTED,
        OPEN,
        CLOSE,
        COMMA,
        END
    }

    /**
     * One piece of the text.
     *
     * @param kind what it is
     * @param text a word, or what stands in the quotes
     */
    record Token(Kind kind, String text) {}

    Token current() {
        return current;
    }

    boolean is(Kind kind) {
        return current.kind() == kind;
    }

    boolean isWord(String word) {
        return current.kind() == Kind.WORD && current.text().equals(word);
    }

    Token take() {
        Token taken = current;
        advance();
        return taken;
    }

    void expect(Kind kind) {
        if (take().kind() != kind) {
            throw ApiError.badSyntax();
        }
    }

    private void advance() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at >= text.length()) {
            current = new Token(Kind.END, "");
            return;
        }
        char c = text.charAt(at);
        switch (c) {
            case '(' -> mark(Kind.OPEN);
            case ')' -> mark(Kind.CLOSE);
            case ',' -> mark(Kind.COMMA);
            case '\'' -> current = new Token(Kind.QUOTED, quoted());
            default -> word();
        }
    }

    private void mark(Kind kind) {
        current = new Token(kind, String.valueOf(text.charAt(at)));
        at++;
    }

    private void word() {
        int start = at;
        while (at < text.length() && " (),'".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        boolean enumeration = at < text.length() && text.charAt(at) == '\'';
        current = enumeration ? new Token(Kind.QUOTED, quoted()) : new Token(Kind.WORD, text.substring(start, at));
    }

    private String quoted() {
        int start = at;
        StringBuilder quoted = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\'') {
                if (at >= text.length() || text.charAt(at) != '\'') {
                    return quoted.toString();
                }
                at++;
            }
            quoted.append(c);
        }
        throw new ApiError(
                ErrorCode.MALFORMED_REQUEST,
                "There is an unterminated literal at position " + (start + 1) + " in '" + text + "'.");
    }
}

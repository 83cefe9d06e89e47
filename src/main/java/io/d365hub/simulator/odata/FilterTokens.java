package io.d365hub.simulator.odata;

/** Cuts a {@code $filter} into words, literals and marks. */
final class FilterTokens {

    private final String text;
    private int at;
    /** Where the current token begins. */
    private int start;

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

    /** Reads the range variable before a colon; the token after the colon is the current one then. */
    String variable() {
        int colon = text.indexOf(':', start);
        if (!is(Kind.WORD) || colon < 0) {
            throw ApiError.badSyntax();
        }
        String name = text.substring(start, colon).strip();
        if (name.isEmpty() || !name.chars().allMatch(Character::isJavaIdentifierPart)) {
            throw ApiError.badSyntax();
        }
        at = colon + 1;
        advance();
        return name;
    }

    /** Reads the arguments of a query function; its opening parenthesis is the current token. */
    FunctionArguments arguments(QueryOptions aliases) {
        if (!is(Kind.OPEN)) {
            throw ApiError.badSyntax();
        }
        FunctionArguments.Reader reader = new FunctionArguments.Reader(text, at, aliases);
        FunctionArguments arguments = reader.read();
        at = reader.end();
        advance();
        return arguments;
    }

    private void advance() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        start = at;
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
        while (at < text.length() && " (),'".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        boolean enumeration = at < text.length() && text.charAt(at) == '\'';
        current = enumeration ? new Token(Kind.QUOTED, quoted()) : new Token(Kind.WORD, text.substring(start, at));
    }

    private String quoted() {
        int opening = at;
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
        throw unterminated(opening + 1, text);
    }

    static ApiError unterminated(int position, String text) {
        return new ApiError(
                ErrorCode.MALFORMED_REQUEST,
                "There is an unterminated literal at position " + position + " in '" + text + "'.");
    }
}
